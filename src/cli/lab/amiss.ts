import type { ClusterStatus } from '../../cluster/status.ts';

type Nodes = ClusterStatus['nodes'];

/** What a node can be for want of a machine, a connection or an engine. */
const words: Partial<Record<Nodes[number]['status'], string>> = {
  missing: 'has no machine yet',
  stopped: 'is stopped',
  unreachable: 'does not answer',
  'no engine': 'runs no engine',
};

/** What keeps nodes from being looked at, a phrase each, as in `core-02 is stopped`; empty where all of them answer. */
export function amiss(nodes: Nodes): string[] {
  const kinds = new Set(nodes.map(({ status }) => status).filter((status) => words[status]));
  return [...kinds].map((status) => {
    const names = nodes.filter((node) => node.status === status).map(({ name }) => name);
    const all = names.length === nodes.length && nodes.length > 1;
    return `${all ? 'every node' : names.join(', ')} ${words[status]}`;
  });
}

/** What keeps nodes that answer from being one swarm, likewise. */
export function apart(nodes: Nodes): string[] {
  const out = nodes.filter(({ status }) => ['no swarm', 'down', 'unknown', 'disconnected'].includes(status));
  return out.map(({ name, status }) =>
    status === 'no swarm' ? `${name} is in no swarm` : `${name} is ${status}`,
  );
}
