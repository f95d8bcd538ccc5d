import { t } from 'ttag';
import type { ClusterStatus } from '../../cluster/status.ts';

type Nodes = ClusterStatus['nodes'];

/** What a node can be for want of a machine, a connection or an engine. */
const phrases: Partial<Record<Nodes[number]['status'], (who: string) => string>> = {
  missing: (who) => t`${who} has no machine yet`,
  stopped: (who) => t`${who} is stopped`,
  unreachable: (who) => t`${who} does not answer`,
  'no engine': (who) => t`${who} runs no engine`,
  'no answer': (who) => t`${who} runs an engine that does not answer`,
};

/** What keeps nodes from being looked at, a phrase each, as in `core-02 is stopped`; empty where all of them answer. */
export function amiss(nodes: Nodes): string[] {
  const kinds = new Set(nodes.map(({ status }) => status));
  return [...kinds].flatMap((status) => {
    const names = nodes.filter((node) => node.status === status).map(({ name }) => name);
    const all = names.length === nodes.length && nodes.length > 1;
    return phrases[status]?.(all ? t`every node` : names.join(', ')) ?? [];
  });
}

/** What keeps nodes that answer from being one swarm, likewise. */
export function apart(nodes: Nodes): string[] {
  const out = nodes.filter(({ status }) => ['no swarm', 'down', 'unknown', 'disconnected'].includes(status));
  return out.map(({ name, status }) =>
    status === 'no swarm' ? t`${name} is in no swarm` : t`${name} is ${status}`,
  );
}
