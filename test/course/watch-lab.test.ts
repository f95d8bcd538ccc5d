import test from 'ava';
import { findLab } from '../../src/course/catalogue.ts';
import { systemClock } from '../../src/course/clock.ts';
import type { LabReport } from '../../src/course/outcome.ts';
import { watchLab } from '../../src/course/watch-lab.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { eventually } from '../_helpers/eventually.ts';
import { labCluster, type Scene, serviceJson } from '../_helpers/lab-cluster.ts';

/** Watches the whoami lab of a scene until the test ends it. */
async function watching(scene: Scene) {
  const reports: LabReport[] = [];
  const over = new AbortController();
  const ended = watchLab(await findLab('whoami'), labCluster(scene), {
    clock: systemClock,
    signal: over.signal,
    interval: 5,
    onChange: (report) => void reports.push(report),
  });
  const last = () => Object.fromEntries(reports.at(-1)?.checks.map(({ id, outcome }) => [id, outcome]) ?? []);
  return { reports, over, ended, last };
}

test('what the learner does is seen, and what is undone, too', async (t) => {
  let services = [] as object[];
  const { over, ended, last, reports } = await watching({ services: () => services });
  await eventually(() => last().converged === 'fail');
  t.is(reports[0]?.checks.find(({ id }) => id === 'published')?.waitsFor, 'converged');
  services = [serviceJson()];
  await eventually(() => reports.at(-1)?.outcome === 'pass');
  services = [];
  await eventually(() => last().converged === 'fail');
  t.deepEqual(last(), {
    converged: 'fail',
    published: 'unknown',
    'every-node': 'unknown',
    'nothing-else': 'unknown',
  });
  over.abort();
  await ended;
});

test('nothing is told while nothing changes', async (t) => {
  let asked = 0;
  const services = () => {
    asked += 1;
    return [serviceJson()];
  };
  const { over, ended, reports } = await watching({ services });
  await eventually(() => reports.at(-1)?.outcome === 'pass');
  const told = reports.length;
  const seen = asked;
  await eventually(() => asked > seen + 10);
  t.is(reports.length, told);
  over.abort();
  await ended;
});

test('a check that hangs neither holds up the others nor the end', async (t) => {
  const { over, ended, last } = await watching({
    behaves: (_from, _to, port) => (port === 4567 ? { hangs: true } : { refused: true }),
  });
  await eventually(() => last().published === 'pass' && last()['nothing-else'] === 'pass');
  t.is(last()['every-node'], 'unknown');
  over.abort();
  await ended;
});

test('a moment in which the cluster could not be asked is not shown, a longer one is', async (t) => {
  let away = 0;
  const services = () => {
    if (away-- > 0) throw new SwarmlabError('E_SSH_LOST', 'core-01: the connection was lost', { fix: '' });
    return [serviceJson()];
  };
  const { over, ended, last, reports } = await watching({ services });
  await eventually(() => reports.at(-1)?.outcome === 'pass');
  const told = reports.length;
  away = 1;
  await eventually(() => away < -6);
  t.is(reports.length, told);
  away = 1000;
  await eventually(() => last().converged === 'unknown');
  over.abort();
  await ended;
});

test('a defect of ours ends it with that error', async (t) => {
  const { ended } = await watching({
    services: () => {
      throw new TypeError('a defect');
    },
  });
  await t.throwsAsync(ended, { instanceOf: TypeError });
});
