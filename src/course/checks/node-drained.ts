import { t } from 'ttag';
import * as z from 'zod';
import { askNodes, type SwarmNode } from '../probes/engine-answers.ts';
import {
  noService,
  observeService,
  runningTasks,
  type ServiceState,
  serviceEvidence,
} from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  /** The node that shall take no tasks, by its host name. */
  node: z.string().min(1),
  /** A service that runs on the others. */
  service: z.string().min(1),
});

export interface DrainedSeen {
  state: ServiceState;
  nodes: readonly SwarmNode[];
}

/** A node is Ready and drained, so no task of a service runs there; the others take tasks, and have some. */
export const nodeDrained = defineCheck({
  name: 'node-drained',
  params,
  reasons: [
    'no-service',
    'no-node',
    'not-ready',
    'paused',
    'active',
    'others-drained',
    'tasks-left',
    'no-tasks',
  ],
  async probe(cluster, { service }): Promise<DrainedSeen> {
    const [state, nodes] = await Promise.all([observeService(cluster, service), askNodes(cluster)]);
    return { state, nodes };
  },
  judge({ node: wanted, service: name }, { state, nodes }) {
    const { service, services } = state;
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const named = nodes.filter(({ Description }) => Description.Hostname === wanted);
    const node = named.find(({ Status }) => Status.State === 'ready') ?? named[0];
    if (!node)
      return {
        outcome: 'fail',
        reason: 'no-node',
        message: t`no node of the swarm is named ${wanted}`,
        settled: true,
      };
    const { State } = node.Status;
    if (State !== 'ready')
      return {
        outcome: 'fail',
        reason: 'not-ready',
        message: t`${wanted} is ${State}; expected it Ready, and drained`,
      };
    const availability = availabilityOf(node);
    if (availability !== 'drain') {
      const message = t`the availability of ${wanted} is ${availability}; expected drain`;
      const reason = availability === 'pause' ? 'paused' : 'active';
      return { outcome: 'fail', reason, message, settled: true };
    }
    const others = nodes.filter((it) => it !== node && availabilityOf(it) === 'drain');
    if (others.length > 0) {
      const who = others.map(({ Description }) => Description.Hostname).join(', ');
      const message = t`${who} is drained too; expected ${wanted} alone`;
      return { outcome: 'fail', reason: 'others-drained', message, settled: true };
    }
    const running = runningTasks(state);
    const left = running.filter(({ NodeID }) => NodeID === node.ID).length;
    const tasks = running.length;
    if (left > 0) {
      const message = t`${left} of ${tasks} tasks of ${name} still run on ${wanted}; expected none`;
      return { outcome: 'fail', reason: 'tasks-left', message };
    }
    if (tasks === 0)
      return { outcome: 'fail', reason: 'no-tasks', message: t`no task of ${name} runs anywhere` };
    return { outcome: 'pass', message: t`${wanted} is drained, and ${name} runs on other nodes` };
  },
  evidence: ({ state, nodes }) => ({
    availability: nodes.map((node) => ({
      node: node.Description.Hostname,
      availability: availabilityOf(node),
    })),
    ...serviceEvidence(state),
  }),
});

function availabilityOf({ Spec }: SwarmNode): string {
  return Spec?.Availability ?? 'active';
}
