import { t } from 'ttag';
import type { Cluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '../cluster/node.ts';
import { reach } from '../cluster/reach.ts';
import { hasCode, SwarmlabError } from '../errors/index.ts';
import type { LabCluster } from './lab-cluster.ts';
import { NodeLink } from './node-link.ts';

/** Milliseconds until a node that does not answer is left out: its checks then say `unknown`, with its name. */
const patience = 5_000;

/**
 * Connects to all nodes that answer. What does not answer fails when it is asked, and is tried again then; a node that was
 * lost is connected anew, and a manager with a say is looked for when the one before has none any more. Where nothing answers there is
 * nothing to ask, and the first node's reason is thrown. `connect`: how, for tests.
 */
export async function openLab(
  cluster: Cluster,
  connect: (node: ClusterNode) => Promise<void> = (node) => connectTo(cluster, node),
): Promise<LabCluster> {
  const { signal, now } = cluster;
  let pace = 1;
  const links = cluster.nodes.map(
    (node) => new NodeLink(node, { connect, now, patience: () => patience * pace }),
  );
  const tries = await Promise.allSettled(links.map((link) => link.connected()));
  signal.throwIfAborted();
  const failed = tries.filter((it) => it.status === 'rejected');
  if (failed.length === links.length) throw failed[0]?.reason;
  const managers = links.toSorted((a, b) => Number(isPlanned(cluster, b)) - Number(isPlanned(cluster, a)));
  pace = await paceOf(links, now);
  return {
    manager: managerAmong(managers),
    nodes: links,
    pace,
    owing: (ms) => links.filter((link) => link.owes(ms)).map(({ name }) => name),
  };
}

async function connectTo(cluster: Cluster, node: ClusterNode): Promise<void> {
  await reach(node, cluster, patience);
}

function isPlanned(cluster: Cluster, { name }: NodeLink): boolean {
  return cluster.nodes.some((node) => node.name === name && node.isManager);
}

/** Milliseconds in which a quick node says what it is. */
const quick = 60;

/** How much slower than a quick cluster this one answers, by the first node that does: 1 to 10. */
async function paceOf(links: readonly NodeLink[], now: () => number): Promise<number> {
  const begun = now();
  await Promise.any(links.map(({ engine }) => engine.get('/info'))).catch(() => undefined);
  return Math.min(Math.max((now() - begun) / quick, 1), 10);
}

/** Asks the first of the nodes that has a say in a swarm, found anew after a question that went wrong. */
function managerAmong(links: readonly NodeLink[]): LabCluster['manager'] {
  let found: Promise<NodeLink> | undefined;
  const find = () => {
    const finding = firstWithControl(links);
    finding.catch(() => {
      found = undefined;
    });
    return finding;
  };
  return {
    async get(path) {
      found ??= find();
      const asked = found;
      const link = await asked;
      try {
        return await link.engine.get(path);
      } catch (error) {
        if (found === asked) found = undefined;
        throw error;
      }
    },
  };
}

async function firstWithControl(links: readonly NodeLink[]): Promise<NodeLink> {
  const asked = links.map(async (link) => ({ link, info: await infoOf(link) }));
  // They are read in order, so a later one may fail before anybody looks.
  for (const answer of asked) answer.catch(() => {});
  const failures: SwarmlabError[] = [];
  // One without a quorum says itself, better than we could, what it lacks.
  let without: NodeLink | undefined;
  for (const answer of asked) {
    const { link, info } = await answer;
    if (info instanceof SwarmlabError) failures.push(info);
    else if (info.Swarm?.ControlAvailable && !info.Swarm.Error) return link;
    else if (info.Swarm?.ControlAvailable) without ??= link;
  }
  if (without) return without;
  throw failures[0] ?? noManager();
}

interface Info {
  /** `Error`: what keeps a manager from having its say. */
  Swarm?: { ControlAvailable?: boolean; Error?: string };
}

function infoOf({ engine }: NodeLink): Promise<Info | SwarmlabError> {
  return engine.get('/info').then(
    (info) => info as Info,
    (error) => {
      if (error instanceof SwarmlabError && !hasCode(error, 'E_INTERRUPTED')) return error;
      throw error;
    },
  );
}

function noManager(): SwarmlabError {
  return new SwarmlabError('E_SWARM', t`no manager of the swarm answers`, {
    fix: t`Look at \`swarmlab status\`; \`swarmlab up\` brings the swarm back.`,
  });
}
