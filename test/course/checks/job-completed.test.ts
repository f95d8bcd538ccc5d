import test from 'ava';
import { jobCompleted } from '../../../src/course/checks/job-completed.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';

const params = { service: 'pieces', completions: 4, runs: 1 };

/** The job as the Engine API gives it; `run`: how often it was run before, which a 0 is left out of. */
function jobJson({ mode, run = 0 }: { mode?: object; run?: number } = {}) {
  return {
    ID: 'id-of-pieces',
    Spec: { Name: 'pieces', Mode: mode ?? { ReplicatedJob: { MaxConcurrent: 2, TotalCompletions: 4 } } },
    JobStatus: { JobIteration: run === 0 ? {} : { Index: run } },
  };
}

/** A task of a slot, from 0. */
function pieceJson(slot: number, changes: { state?: string; err?: string; run?: number; id?: string } = {}) {
  const { state = 'complete', err, run = 0, id = `task-${slot}-${run}-${state}` } = changes;
  return {
    ID: id,
    CreatedAt: '2026-01-01T10:00:00Z',
    ...(slot === 0 ? {} : { Slot: slot }),
    JobIteration: run === 0 ? {} : { Index: run },
    NodeID: `n${1 + (slot % 3)}`,
    DesiredState: 'complete',
    Status: { State: state, ...(err ? { Err: err } : {}) },
  };
}

async function check(job: object | undefined, tasks: readonly object[], runs = 1) {
  const cluster = labCluster({ services: () => (job ? [job] : []), tasks: () => [...tasks] });
  const wanted = { ...params, runs };
  return jobCompleted.judge(wanted, await jobCompleted.probe(cluster, wanted), undefined);
}

const pieces = [0, 1, 2, 3];

test('as many completed tasks as asked for, and none under way, pass', async (t) => {
  t.deepEqual(
    await check(
      jobJson(),
      pieces.map((slot) => pieceJson(slot)),
    ),
    {
      outcome: 'pass',
      message: 'pieces: 4 of 4 tasks completed in run 1, on core-01, core-02, core-03',
    },
  );
});

test('one that failed and was tried again with success does no harm', async (t) => {
  const tasks = [...pieces.map((slot) => pieceJson(slot)), pieceJson(2, { state: 'failed' })];
  t.is((await check(jobJson(), tasks)).outcome, 'pass');
});

test('two completed tasks of one slot count once', async (t) => {
  const tasks = [pieceJson(0), pieceJson(0, { id: 'again' }), pieceJson(1), pieceJson(2)];
  const verdict = await check(jobJson(), tasks);
  t.is(verdict.reason, 'unfinished');
  t.is(verdict.message, 'pieces: 3 of 4 tasks completed in run 1, 0 under way; expected that all complete');
});

test('what an earlier run completed does not count for the newest', async (t) => {
  const tasks = [...pieces.map((slot) => pieceJson(slot)), pieceJson(0, { run: 1, state: 'running' })];
  const verdict = await check(jobJson({ run: 1 }), tasks);
  t.is(verdict.reason, 'unfinished');
  t.falsy(verdict.settled);
  t.regex(verdict.message, /0 of 4 tasks completed in run 2, 1 under way/);
});

test('a task that runs on beside those that completed is not the end', async (t) => {
  const tasks = [...pieces.map((slot) => pieceJson(slot)), pieceJson(1, { state: 'running' })];
  t.is((await check(jobJson(), tasks)).reason, 'unfinished');
});

test('a job that was run once fails where it is to be run twice', async (t) => {
  const tasks = pieces.map((slot) => pieceJson(slot));
  const verdict = await check(jobJson(), tasks, 2);
  t.is(verdict.reason, 'too-few-runs');
  t.is(verdict.message, 'pieces was run 1 time; expected 2 or more');
  const again = [...tasks, ...pieces.map((slot) => pieceJson(slot, { run: 1 }))];
  t.is((await check(jobJson({ run: 1 }), again, 2)).outcome, 'pass');
});

test('one failed task is waited for, two with nothing completed are not', async (t) => {
  const failed = (slot: number) => pieceJson(slot, { state: 'failed', err: 'task: non-zero exit (1)' });
  const one = await check(jobJson(), [failed(0)]);
  t.is(one.reason, 'failing');
  t.falsy(one.settled);
  t.regex(one.message, /0 of 4 tasks completed in run 1; one failed on core-01: task: non-zero exit \(1\)/);
  t.true((await check(jobJson(), [failed(0), failed(1)])).settled);
});

test('an ordinary service is no job, nor is a job with a task for each node', async (t) => {
  for (const mode of [{ Replicated: { Replicas: 4 } }, { GlobalJob: {} }]) {
    const verdict = await check(jobJson({ mode }), []);
    t.is(verdict.reason, 'not-a-job');
    t.is(verdict.message, 'pieces is no replicated job; expected one with 4 completions');
  }
});

test('another number of completions fails, with both', async (t) => {
  const verdict = await check(jobJson({ mode: { ReplicatedJob: {} } }), [pieceJson(0)]);
  t.is(verdict.reason, 'wrong-completions');
  t.is(verdict.message, 'pieces is done after 1 completions; expected 4');
});

test('without the service it fails; a manager that does not answer is no verdict', async (t) => {
  t.is((await check(undefined, [])).reason, 'no-service');
  const away = labCluster({
    services() {
      throw new SwarmlabError('E_SSH_LOST', 'core-01: the connection was lost', { fix: '' });
    },
  });
  await t.throwsAsync(jobCompleted.probe(away, params), { message: /the connection was lost/ });
});
