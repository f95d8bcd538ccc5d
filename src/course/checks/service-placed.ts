import { t } from 'ttag';
import * as z from 'zod';
import { allows, constraintsOf } from '../probes/constraints.ts';
import { askNodes, type SwarmNode } from '../probes/engine-answers.ts';
import {
  nodeOf,
  noService,
  observeService,
  runningTasks,
  type ServiceState,
  serviceEvidence,
} from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** A label of nodes, as in `disk=ssd`. */
  label: z.string().regex(/^[^=\s]+=[^=\s]+$/, 'write it as in disk=ssd'),
});

export interface PlacedSeen {
  state: ServiceState;
  nodes: readonly SwarmNode[];
}

/** A service's tasks run on nodes with a label, some but not all of which have it, and its constraints let them run nowhere else. */
export const servicePlaced = defineCheck({
  name: 'service-placed',
  params,
  reasons: ['no-service', 'no-label', 'label-everywhere', 'not-bound', 'elsewhere', 'not-running'],
  async probe(cluster, { service }): Promise<PlacedSeen> {
    const [state, nodes] = await Promise.all([observeService(cluster, service), askNodes(cluster)]);
    return { state, nodes };
  },
  judge({ service: name, label }, { state, nodes }) {
    const { service, services, nodeNames } = state;
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const labelled = nodes.filter((node) => has(node, label));
    if (labelled.length === 0) {
      const message = t`no node has the label ${label}; expected it on one, for ${name} to run there`;
      return { outcome: 'fail', reason: 'no-label', message, settled: true };
    }
    if (labelled.length === nodes.length) {
      const message = t`every node has the label ${label}, so it chooses none; expected it on some`;
      return { outcome: 'fail', reason: 'label-everywhere', message, settled: true };
    }
    const constraints = constraintsOf(service);
    const others = nodes.filter((node) => !has(node, label) && constraints.every((one) => allows(one, node)));
    if (others.length > 0) {
      const where = namesOf(others);
      const tied = constraints.join(', ') || t`none`;
      const message = t`the constraints of ${name} (${tied}) let it run on ${where} too; expected only where the label ${label} is`;
      return { outcome: 'fail', reason: 'not-bound', message, settled: true };
    }
    const running = runningTasks(state);
    const places = [...new Set(running.map((task) => nodeOf(task, nodeNames)))].sort().join(', ');
    const away = running.some(({ NodeID }) => !labelled.some(({ ID }) => ID === NodeID));
    const wanted = namesOf(labelled);
    if (away) {
      const message = t`${name} runs on ${places}; expected it on ${wanted} alone`;
      return { outcome: 'fail', reason: 'elsewhere', message };
    }
    if (running.length === 0) {
      const error = state.tasks.find(({ Status }) => Status.Err)?.Status.Err ?? t`it is on its way`;
      const message = t`${name} has no running task (${error}); expected one on ${wanted}`;
      return { outcome: 'fail', reason: 'not-running', message };
    }
    return {
      outcome: 'pass',
      message: t`${name} runs on ${places}, where the label ${label} is, and may run nowhere else`,
    };
  },
  evidence: ({ state, nodes }, { label }) => ({
    labelled: nodes.filter((node) => has(node, label)).map(({ Description }) => Description.Hostname),
    constraints: state.service ? constraintsOf(state.service) : [],
    ...serviceEvidence(state),
  }),
});

function has({ Spec }: SwarmNode, label: string): boolean {
  const [key = '', value] = label.split('=');
  return Spec?.Labels?.[key] === value;
}

function namesOf(nodes: readonly SwarmNode[]): string {
  return nodes
    .map(({ Description }) => Description.Hostname)
    .sort()
    .join(', ');
}
