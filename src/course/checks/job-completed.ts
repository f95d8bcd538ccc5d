import { msgid, ngettext, t } from 'ttag';
import * as z from 'zod';
import type { Task } from '../probes/engine-answers.ts';
import {
  nodeOf,
  noService,
  observeService,
  type ServiceState,
  serviceEvidence,
} from '../probes/service-state.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** How many tasks shall complete in each run. */
  completions: z.int().min(1),
  /** How often the job shall have been run, at least. */
  runs: z.int().min(1).default(1),
});
type Params = z.output<typeof params>;

const reasons = [
  'no-service',
  'not-a-job',
  'wrong-completions',
  'too-few-runs',
  'failing',
  'unfinished',
] as const;
type Reason = (typeof reasons)[number];

/**
 * A replicated job was run so often, and in its newest run as many tasks as it asks for ended with exit code 0: none is under way
 * any more.
 */
export const jobCompleted = defineCheck({
  name: 'job-completed',
  params,
  reasons,
  probe: (cluster, { service }) => observeService(cluster, service),
  judge: judgeJob,
  evidence: (state) => ({
    completions: state.service?.Spec.Mode.ReplicatedJob?.TotalCompletions,
    run: runOf(state),
    ...serviceEvidence(state),
  }),
});

function judgeJob({ service: name, completions, runs }: Params, state: ServiceState): Verdict<Reason> {
  const { service, services } = state;
  if (!service)
    return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
  const asked = service.Spec.Mode.ReplicatedJob?.TotalCompletions;
  if (asked === undefined) {
    const message = t`${name} is no replicated job; expected one with ${completions} completions`;
    return { outcome: 'fail', reason: 'not-a-job', message, settled: true };
  }
  if (asked !== completions) {
    const message = t`${name} is done after ${asked} completions; expected ${completions}`;
    return { outcome: 'fail', reason: 'wrong-completions', message, settled: true };
  }
  const run = runOf(state);
  if (run < runs) {
    const message = ngettext(
      msgid`${name} was run ${run} time; expected ${runs} or more`,
      `${name} was run ${run} times; expected ${runs} or more`,
      run,
    );
    return { outcome: 'fail', reason: 'too-few-runs', message, settled: true };
  }
  return judgeRun(name, asked, run, state);
}

function judgeRun(name: string, asked: number, run: number, state: ServiceState): Verdict<Reason> {
  const own = state.tasks.filter(({ JobIteration }) => (JobIteration?.Index ?? 0) === run - 1);
  const complete = own.filter(({ Status }) => Status.State === 'complete');
  const done = new Set(complete.map(slotOf)).size;
  const open = own.filter(({ Status }) => !over.includes(Status.State)).length;
  if (done >= asked && open === 0) {
    const places = [...new Set(complete.map((task) => nodeOf(task, state.nodeNames)))].sort().join(', ');
    return {
      outcome: 'pass',
      message: t`${name}: ${done} of ${asked} tasks completed in run ${run}, on ${places}`,
    };
  }
  const failed = own.filter(({ Status }) => Status.State === 'failed' || Status.State === 'rejected');
  const [newest] = failed;
  if (newest) {
    const error = newest.Status.Err ?? newest.Status.State;
    const node = nodeOf(newest, state.nodeNames);
    const message = t`${name}: ${done} of ${asked} tasks completed in run ${run}; one failed on ${node}: ${error}`;
    // One may fail and be tried again with success; with a second one it is the command that is wrong.
    return { outcome: 'fail', reason: 'failing', message, settled: failed.length > 1 && done === 0 };
  }
  const message = t`${name}: ${done} of ${asked} tasks completed in run ${run}, ${open} under way; expected that all complete`;
  return { outcome: 'fail', reason: 'unfinished', message };
}

/** States from which a task does not come back. Source: https://docs.docker.com/engine/swarm/how-swarm-mode-works/swarm-task-states/ */
const over: readonly string[] = ['complete', 'failed', 'shutdown', 'rejected', 'orphaned', 'remove'];

/** Which run of the job is the newest, from 1: the engine counts them from 0. */
function runOf({ service }: ServiceState): number {
  return (service?.JobStatus?.JobIteration?.Index ?? 0) + 1;
}

/** A job's slots are counted from 0, and the engine leaves a 0 out. Of old leaders some run a job as well: moby/moby#53632. */
function slotOf({ Slot }: Task): number {
  return Slot ?? 0;
}
