import test from 'ava';
import { followsLoad } from '../../../src/course/checks/follows-load.ts';
import { type Behaviour, labCluster } from '../../_helpers/lab-cluster.ts';
import { says } from '../../_helpers/monitoring-lab.ts';

const params = {
  port: 9091,
  load: 'sum(rate(whoami_requests_total[10s]))',
  tasks: 'count(up{job="web"})',
  each: 2,
  min: 1,
  max: 4,
  quick: 20,
  slow: 10,
  minutes: 30,
};

/** 2026-01-01T12:00:00Z */
const noon = 1767268800;

/** What was so for how many seconds: [seconds, load, tasks]. */
type Stretch = readonly [number, number, number];

/** A series that `pick` takes out of the stretches, a sample every 2 s. */
function series(stretches: readonly Stretch[], pick: 1 | 2) {
  const values = stretches.flatMap((stretch) => Array(stretch[0] / 2).fill(stretch[pick]) as number[]);
  return values.length === 0
    ? []
    : [{ metric: {}, values: values.map((it, at) => [noon + 2 * at, `${it}`]) }];
}

function matrix(result: readonly object[]) {
  return { status: 'success', data: { resultType: 'matrix', result } };
}

/** Prometheus with this history. */
function history(stretches: readonly Stretch[]): Behaviour {
  const [load, tasks] = [says(matrix(series(stretches, 1))), says(matrix(series(stretches, 2)))];
  return {
    http(request) {
      const query = decodeURIComponent(request.split(' ')[1] ?? '');
      const said = query.includes('whoami_requests_total') ? load : tasks;
      return 'http' in said ? String(said.http) : '';
    },
  };
}

async function judge(behaviour: Behaviour, changes: Partial<typeof params> = {}) {
  const cluster = labCluster({ behaves: () => behaviour });
  const wanted = { ...params, ...changes };
  return followsLoad.judge(wanted, await followsLoad.probe(cluster, wanted), undefined);
}

const check = (...stretches: Stretch[]) => judge(history(stretches));

const before: Stretch = [20, 0, 1];
const up: Stretch[] = [before, [6, 18, 1], [20, 18, 4]];
const slowlyDown: Stretch[] = [
  [14, 0, 4],
  [4, 0, 3],
  [4, 0, 2],
  [10, 0, 1],
];

test('tasks that came with the load and went slowly after it pass, with the figures', async (t) => {
  t.deepEqual(await check(...up, ...slowlyDown), {
    outcome: 'pass',
    message: 'a load of 18 brought 4 tasks, the first after 6 s; 1 again 22 s after it had gone',
  });
});

test('it asks for the last minutes, a sample every two seconds', async (t) => {
  const asked: string[] = [];
  const answers = history(up);
  await judge({
    http(request) {
      asked.push(decodeURIComponent(request.split(' ')[1] ?? ''));
      return 'http' in answers && typeof answers.http === 'function' ? answers.http(request) : '';
    },
  });
  t.deepEqual([...new Set(asked)].sort(), [
    '/api/v1/query?query=(count(up{job="web"}))[30m:2s]',
    '/api/v1/query?query=(sum(rate(whoami_requests_total[10s])))[30m:2s]',
  ]);
});

test('what was right once stays right, whatever comes after', async (t) => {
  t.is((await check(...up, ...slowlyDown, [40, 18, 1])).outcome, 'pass');
});

test('load that brought no task fails', async (t) => {
  const verdict = await check(before, [40, 18, 1]);
  t.is(verdict.reason, 'never-up');
  t.true(verdict.settled);
  t.is(verdict.message, 'a load of 18 was there for 38 s, and the tasks stayed 1; expected more within 20 s');
});

test('load that has just come is waited for', async (t) => {
  const verdict = await check(before, [10, 18, 1]);
  t.is(verdict.reason, 'under-way');
  t.falsy(verdict.settled);
});

test('tasks that came late fail, with the seconds', async (t) => {
  const verdict = await check(before, [30, 18, 1], [20, 18, 4], ...slowlyDown);
  t.is(verdict.reason, 'slow-up');
  t.regex(verdict.message, /the first further task came 30 s after the load; expected it within 20 s/);
});

test('tasks that went with the load fail, with the seconds', async (t) => {
  const verdict = await check(...up, [4, 0, 4], [20, 0, 1]);
  t.is(verdict.reason, 'too-quick-down');
  t.true(verdict.settled);
  t.is(verdict.message, 'the tasks became 1 when so few had been enough for 6 s; expected 10 s or more');
});

test('a task that goes in the middle of the load fails, where the load still needs it', async (t) => {
  const verdict = await check(...up, [8, 18, 3], [20, 18, 4], ...slowlyDown);
  t.is(verdict.reason, 'too-quick-down');
  t.regex(verdict.message, /the tasks became 3 when so few had been enough for 2 s/);
});

test('a task that is missing for a moment was replaced', async (t) => {
  t.is((await check(...up, [2, 18, 3], [20, 18, 4], ...slowlyDown)).outcome, 'pass');
});

test('fewer tasks under less load are as it should be, and a dip of the load ends nothing', async (t) => {
  t.is((await check(...up, [20, 4, 4], [10, 4, 2], [14, 0, 2], [10, 0, 1])).outcome, 'pass');
  t.is((await check(...up, [8, 0, 4], [20, 18, 4], ...slowlyDown)).outcome, 'pass');
});

test('more tasks than allowed fail', async (t) => {
  const verdict = await check(...up, [6, 18, 9], [16, 0, 9], [10, 0, 1]);
  t.is(verdict.reason, 'too-many');
  t.is(verdict.message, 'under a load of 18 there were 9 tasks; expected 4 at most');
});

test('fewer tasks than the load needs fail once it is over', async (t) => {
  const verdict = await check(before, [6, 18, 1], [20, 18, 2], [14, 0, 2], [10, 0, 1]);
  t.is(verdict.reason, 'too-few');
  t.is(verdict.message, 'under a load of 18 there were 2 tasks at most; expected 4');
});

test('tasks that are still there after the load, or under it, are waited for', async (t) => {
  const verdict = await check(...up, [14, 0, 4]);
  t.is(verdict.reason, 'under-way');
  t.falsy(verdict.settled);
  t.is(
    verdict.message,
    'under a load of 18 there were up to 4 tasks, now there are 4; expected 1 again after the load',
  );
  t.is((await check(...up)).reason, 'under-way');
});

test('load that the fewest tasks can bear is none', async (t) => {
  const verdict = await check([40, 2, 1]);
  t.is(verdict.reason, 'no-load');
  t.regex(verdict.message, /the load was 2 at most; expected more than 2, which 1 can bear/);
});

test('a Prometheus that knows nothing of the load, or of the tasks, fails with what it lacks', async (t) => {
  const verdict = await check();
  t.is(verdict.reason, 'no-series');
  t.regex(verdict.message, /knows nothing of sum\(rate\(whoami_requests_total\[10s\]\)\) in the last 30 min/);
});

test('a closed port fails; no node to ask is unknown', async (t) => {
  t.is((await judge({ refused: true })).reason, 'no-answer');
  t.is((await judge({ unreachable: true })).outcome, 'unknown');
});
