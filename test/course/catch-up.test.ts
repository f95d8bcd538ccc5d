import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { findLab } from '../../src/course/catalogue.ts';
import { catchUp } from '../../src/course/catch-up.ts';
import type { Lab } from '../../src/course/lab-format.ts';
import { fakeClock } from '../_helpers/fake-clock.ts';
import { temporaryFolder } from '../_helpers/folder.ts';
import { labCluster, serviceJson } from '../_helpers/lab-cluster.ts';

/**
 * Labs of one check each, that a service of the lab's name runs; each needs the one before. `there`: the services. `takes`: milliseconds
 * until one that a solution made has come to rest.
 */
async function course(
  t: ExecutionContext,
  there: Set<string>,
  { breaks = () => false, takes = 0 }: { breaks?: (solved: string) => boolean; takes?: number } = {},
) {
  const clock = fakeClock();
  const rested = new Map([...there].map((id) => [id, 0]));
  const whoami = await findLab('whoami');
  const folder = await temporaryFolder(t);
  const labs = new Map<string, Lab>();
  for (const [at, id] of ['01-one', '02-two', '03-three'].entries()) {
    const own = path.join(folder, id);
    await mkdir(own);
    await writeFile(path.join(own, 'solution.sh'), `make ${id}\n`);
    const [step] = whoami.steps;
    if (!step) throw new Error('whoami has no step');
    const checks = step.checks.slice(0, 1).map((spec) => ({ ...spec, service: id }));
    const needs = { ...whoami.needs, labs: at === 0 ? [] : [[...labs.keys()].at(-1) ?? ''] };
    labs.set(id, { ...whoami, id, folder: own, needs, steps: [{ ...step, checks }] });
  }
  const solved: string[] = [];
  const cluster = labCluster({
    services: () =>
      [...rested].map(([name, at]) =>
        serviceJson({ name, update: clock.now() < at ? 'updating' : 'completed' }),
      ),
    runs(_node, _line, { input }) {
      const id = /make (\S+)/.exec(String(input))?.[1] ?? '';
      solved.push(id);
      if (!breaks(id)) rested.set(id, clock.now() + takes);
      return {};
    },
  });
  const find = async (id: string) => labs.get(id) as Lab;
  const run = async () =>
    catchUp(await find('03-three'), cluster, {
      clock,
      nodes: new Map(cluster.nodes.map((node) => [node.name, node.remote])),
      onSolve: () => {},
      find,
    });
  return { run, solved };
}

test('what earlier labs leave is made in their order', async (t) => {
  const { run, solved } = await course(t, new Set());
  await run();
  t.deepEqual(solved, ['01-one', '02-two']);
});

test('a lab that is done is left alone, and so is what it once built on', async (t) => {
  const { run, solved } = await course(t, new Set(['02-two']));
  await run();
  t.deepEqual(solved, []);
});

test('an update that a solution has begun is waited for, a minute and a half as well', async (t) => {
  const { run, solved } = await course(t, new Set(['01-one']), { takes: 90_000 });
  await run();
  t.deepEqual(solved, ['02-two']);
});

test('a solution that does not pass is named, with what its check saw', async (t) => {
  const { run } = await course(t, new Set(['01-one']), {
    breaks: (id) => id === '02-two',
  });
  await t.throwsAsync(run(), {
    code: 'E_LAB_PREPARE',
    message: /03-three builds on 02-two, .*converged: no service is named 02-two/,
  });
});
