import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { waitScript } from '../../src/engine/wait-for-managers.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const onLinux = process.platform === 'linux' ? test.serial : test.serial.skip;
/** On the loopback network, but no address of this computer's that `ip` shows. */
const elsewhere = '127.77.0.1';

/** Starts the script where the engine remembers these managers, for some seconds at most. */
async function waiting(t: ExecutionContext, managers: readonly string[], seconds: number) {
  const state = path.join(await temporaryFolder(t), 'state.json');
  if (managers.length > 0) {
    await writeFile(
      state,
      JSON.stringify(managers.map((host, i) => ({ node_id: `n${i}`, addr: `${host}:2377` }))),
    );
  }
  const begun = Date.now();
  const child = spawn('bash', ['-c', waitScript(state, seconds)], { stdio: 'inherit' });
  const ended = once(child, 'exit').then(([code]) => ({ code, ms: Date.now() - begun }));
  return { child, ended };
}

onLinux('an engine in no swarm, and a manager, wait for nobody', async (t) => {
  for (const managers of [[], [elsewhere, '127.0.0.1']]) {
    const { code, ms } = await (await waiting(t, managers, 30)).ended;
    t.is(code, 0);
    t.true(ms < 5000, `it took ${ms} ms`);
  }
});

onLinux('a worker waits until a manager it remembers gossips', async (t) => {
  const { child, ended } = await waiting(t, ['127.77.0.2', elsewhere], 30);
  await once(child, 'spawn');
  const manager = createServer((socket) => socket.end()).listen(7946, elsewhere);
  t.teardown(() => manager.close());
  const { code, ms } = await ended;
  t.is(code, 0);
  t.true(ms < 15_000, `it took ${ms} ms`);
});

onLinux('it does not wait for ever', async (t) => {
  const { code, ms } = await (await waiting(t, [elsewhere], 2)).ended;
  t.is(code, 0);
  t.true(ms >= 1000 && ms < 10_000, `it took ${ms} ms`);
});
