import { PassThrough } from 'node:stream';
import test, { type ExecutionContext } from 'ava';
import { watchSession } from '../../../src/cli/lab/watch-session.ts';
import { findLab } from '../../../src/course/catalogue.ts';
import { systemClock } from '../../../src/course/clock.ts';
import { ProgressFile } from '../../../src/course/progress.ts';
import { eventually } from '../../_helpers/eventually.ts';
import { FakeIo } from '../../_helpers/fake-io.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { labCluster, serviceJson } from '../../_helpers/lab-cluster.ts';

/** A keyboard that remembers whether it is read key by key. */
class Keyboard extends PassThrough {
  isTTY = true;
  raw = false;
  setRawMode(raw: boolean): void {
    this.raw = raw;
  }
}

/** A session on an unsolved whoami lab; `services` is what the swarm runs. With a terminal unless `plain`. */
async function session(t: ExecutionContext, { plain = false } = {}) {
  const keyboard = new Keyboard();
  const io = Object.assign(new FakeIo(), plain ? {} : { stdin: keyboard });
  const progress = new ProgressFile(
    { stateFolder: await temporaryFolder(t) },
    { tool: '1', warn: (it) => t.fail(it) },
  );
  const seen = { services: [] as object[], screen: '', ended: false };
  const interrupt = new AbortController();
  const screen = {
    draw: (text: string) => {
      seen.screen = text;
    },
    end: () => {
      seen.ended = true;
    },
  };
  const end = watchSession({
    io,
    signal: interrupt.signal,
    lab: await findLab('whoami'),
    cluster: labCluster({ services: () => seen.services }),
    progress,
    clock: systemClock,
    language: 'en',
    ...(plain ? {} : { screen }),
  });
  const record = async () => (await progress.read()).labs['01-whoami'];
  return { io, keyboard, seen, end, record, press: (key: string) => keyboard.write(key), interrupt };
}

test('a check turns green on the screen when it passes, and that is written down', async (t) => {
  const { seen, end, record, press } = await session(t);
  await eventually(() => seen.screen.includes('✘ converged'));
  t.regex(seen.screen, /01-whoami: A first service {2}0 of 4 checks pass/);
  seen.services = [serviceJson()];
  await eventually(() => seen.screen.includes('All checks pass.'));
  press('q');
  t.is(await end, 'quit');
  t.truthy((await record())?.passedAt);
  t.is((await record())?.attempts, 0);
});

test('h gives the tiers of a hint one after the other, and they are recorded', async (t) => {
  const { seen, end, record, press } = await session(t);
  await eventually(() => seen.screen.includes('✘ converged'));
  press('h');
  await eventually(() => seen.screen.includes('hint 1 of 3 for converged'));
  press('h');
  await eventually(() => seen.screen.includes('hint 2 of 3 for converged'));
  press('q');
  await end;
  t.deepEqual(
    (await record())?.hints.map(({ check, tier }) => `${check} ${tier}`),
    ['converged nudge', 'converged concept'],
  );
});

test('s shows the solution, and that is recorded', async (t) => {
  const { seen, end, record, press } = await session(t);
  await eventually(() => seen.screen.includes('✘ converged'));
  press('s');
  await eventually(() => seen.screen.includes('docker service create'));
  press('q');
  await end;
  t.truthy((await record())?.solution.shownAt);
});

test('r says what it removes and does so only after a yes', async (t) => {
  const { seen, end, press } = await session(t);
  await eventually(() => seen.screen.includes('✘ converged'));
  press('r');
  await eventually(() => seen.screen.includes('Reset removes the service whoami'));
  press('x');
  await eventually(() => !seen.screen.includes('Reset removes'));
  press('r');
  press('y');
  t.is(await end, 'reset');
});

test('n asks before it leaves a lab that does not pass', async (t) => {
  const { seen, end, press } = await session(t);
  await eventually(() => seen.screen.includes('✘ converged'));
  press('n');
  await eventually(() => seen.screen.includes('Not all checks pass yet'));
  press('y');
  t.is(await end, 'next');
});

test('Ctrl-C ends it and leaves the keyboard as it was', async (t) => {
  const { seen, end, press, keyboard } = await session(t);
  await eventually(() => seen.screen.includes('✘ converged'));
  t.true(keyboard.raw);
  press('\u0003');
  t.is(await end, 'quit');
  t.false(keyboard.raw);
  t.is(keyboard.listenerCount('keypress'), 0);
  t.true(seen.ended);
});

test('without a terminal it is one line a change', async (t) => {
  const { io, seen, end, interrupt } = await session(t, { plain: true });
  await eventually(() => io.out.includes('01-whoami: fail'));
  t.regex(io.out, /^\d\d:\d\d:\d\d converged: fail: no service is named whoami/);
  t.regex(io.out, /published: waits: looked at once converged passes/);
  seen.services = [serviceJson()];
  await eventually(() => io.out.includes('01-whoami: pass'));
  t.is(io.out.match(/every-node: pass/g)?.length, 1);
  interrupt.abort();
  t.is(await end, 'quit');
});
