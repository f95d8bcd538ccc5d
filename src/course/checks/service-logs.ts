import { t } from 'ttag';
import * as z from 'zod';
import { SwarmlabError } from '../../errors/index.ts';
import type { LabCluster, LabNode } from '../lab-cluster.ts';
import { shaped, type Task } from '../probes/engine-answers.ts';
import {
  nodeOf,
  noService,
  observeService,
  runningTasks,
  type ServiceState,
} from '../probes/service-state.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** What every task's newest line has in it. */
  contains: z.string().min(1),
});

const reasons = ['no-service', 'no-task', 'unreadable', 'silent', 'other-text'] as const;
type Reason = (typeof reasons)[number];

/** One line of a service's log: which task wrote it, where, and what. */
export interface LogLine {
  task: string;
  node: string;
  text: string;
}

/** What was seen; no lines where there is no task that could have written one. */
export interface LogsSeen {
  state: ServiceState;
  lines: readonly LogLine[];
  /** What Docker said where it could not give all of them. */
  complaint: string;
}

/** Milliseconds for the lines of all nodes to come together. */
const patience = 8000;

/** The log of a service, asked for on a manager, has the newest line of each running task, with the task's and its node's name. */
export const serviceLogs = defineCheck({
  name: 'service-logs',
  params,
  reasons,
  async probe(cluster, { service }): Promise<LogsSeen> {
    const state = await observeService(cluster, service);
    if (runningTasks(state).length === 0) return { state, lines: [], complaint: '' };
    const manager = await managerNode(cluster);
    const { stdout, stderr } = await manager.remote.run({
      argv: ['docker', 'service', 'logs', '--no-trunc', '--tail', '1', service],
      root: true,
      timeout: patience * cluster.pace,
    });
    return { state, lines: stdout.split('\n').flatMap(lineOf), complaint: stderr.trim() };
  },
  judge({ service: name, contains }, { state, lines, complaint }): Verdict<Reason> {
    if (!state.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(name, state.services),
        settled: true,
      };
    const running = runningTasks(state);
    if (running.length === 0)
      return { outcome: 'fail', reason: 'no-task', message: t`${name} has no running task that could log` };
    if (keepsNone(state, complaint))
      return {
        outcome: 'fail',
        reason: 'unreadable',
        message: t`Docker cannot read the log of ${name}: its logging driver keeps none; expected one that can be read`,
        settled: true,
      };
    const silent = running.filter((task) => !lineFrom(task, lines, state));
    if (silent.length > 0) {
      const who = silent.map((task) => placeOf(name, task, state)).join(', ');
      return {
        outcome: 'fail',
        reason: 'silent',
        message: t`the log of ${name} has no line of ${who}; expected one of each running task`,
      };
    }
    const told = running.flatMap((task) => lineFrom(task, lines, state) ?? []);
    const other = told.find(({ text }) => !text.includes(contains));
    if (other)
      return {
        outcome: 'fail',
        reason: 'other-text',
        message: t`${other.node} logs "${other.text}"; expected "${contains}" in it`,
      };
    const places = running.map((task) => placeOf(name, task, state)).sort();
    const who = places.join(', ');
    return { outcome: 'pass', message: t`one log for all tasks: ${who}` };
  },
  evidence: ({ lines, complaint }) => ({
    lines: lines.slice(0, 12),
    ...(complaint ? { complaint: complaint.slice(0, 200) } : {}),
  }),
});

/** The driver `none` throws lines away, about which nobody complains. */
function keepsNone({ service }: ServiceState, complaint: string): boolean {
  return service?.Spec.TaskTemplate.LogDriver?.Name === 'none' || /does not support reading/.test(complaint);
}

/** `timecheck.1.kbgnzyggrlxz...@core-02    | App version: 1.0`, with the task's whole id. */
function lineOf(line: string): LogLine[] {
  const [, task, node, text] = /^\S+\.([0-9a-z]{25})@(\S+) +\| ?(.*)$/.exec(line.trimEnd()) ?? [];
  return task && node && text !== undefined ? [{ task, node, text }] : [];
}

function lineFrom(task: Task, lines: readonly LogLine[], { nodeNames }: ServiceState): LogLine | undefined {
  return lines.find((line) => line.task === task.ID && line.node === nodeOf(task, nodeNames));
}

function placeOf(name: string, task: Task, { nodeNames }: ServiceState): string {
  return `${name}.${task.Slot ?? nodeOf(task, nodeNames)}@${nodeOf(task, nodeNames)}`;
}

const info = z.object({ Swarm: z.object({ ControlAvailable: z.boolean().default(false) }).prefault({}) });

/** A node whose engine gives a service's log. Throws E_SWARM where none has a say. */
async function managerNode({ nodes }: LabCluster): Promise<LabNode> {
  let failure: unknown;
  for (const node of nodes) {
    try {
      if (shaped('/info', await node.engine.get('/info'), info).Swarm.ControlAvailable) return node;
    } catch (error) {
      if (!(error instanceof SwarmlabError)) throw error;
      failure ??= error;
    }
  }
  throw (
    failure ??
    new SwarmlabError('E_SWARM', t`no manager of the swarm answers`, {
      fix: t`Look at \`swarmlab status\`; \`swarmlab up\` brings the swarm back.`,
    })
  );
}
