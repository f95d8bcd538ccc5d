import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { askUntil } from './ask-until.ts';
import type { Cluster } from './cluster.ts';
import type { EngineApi } from './engine-api.ts';
import { restartEngine } from './leave-and-restart.ts';
import type { ClusterNode } from './node.ts';

/** Milliseconds for an engine's gossip to be there; a quiet computer takes one second. */
const patience = 10_000;

/** What is needed of `GET /networks` and `GET /networks/ID`. Source: Engine API. */
interface Network {
  Id: string;
  Ingress: boolean;
  Peers?: unknown[] | null;
}

/**
 * Members that take no part in gossip: one that came to no end of leaving a swarm keeps that swarm's, and is deaf to the next one's until it is
 * started anew (moby/moby#47859; mended by #50115). Its tasks reach nobody on other nodes. Where the machines are ours, the engines of
 * those are started. Returns the nodes that are deaf still; whether anything is lost by that, a probe of the overlay says.
 */
export async function startDeafEngines(
  cluster: Cluster,
  nodes: readonly ClusterNode[],
  report: (line: string) => void,
): Promise<ClusterNode[]> {
  const look = async () => {
    const peers = await Promise.all(nodes.map(({ engine }) => ingressPeers(engine)));
    // Where no node has an ingress network, somebody has removed it, and nothing can be told.
    return peers.every((count) => count === undefined) ? [] : nodes.filter((_, at) => !peers[at]);
  };
  const isSettled = (deaf: ClusterNode[]) => deaf.length === 0;
  const deaf = await askUntil(look, isSettled, patience, cluster);
  if (isSettled(deaf) || !cluster.provider.ownsMachines) return deaf;
  const names = deaf.map(({ name }) => name).join(', ');
  report(
    t`${names}: hears nothing of the swarm's gossip, as after leaving another swarm; its engine is started anew`,
  );
  await Promise.all(deaf.map((node) => restartEngine(node, cluster)));
  return askUntil(look, isSettled, 3 * patience, cluster);
}

/** The error for a data plane that fails where this node is deaf. */
export function isDeaf({ name }: ClusterNode, cause: unknown): SwarmlabError {
  return new SwarmlabError(
    'E_DATA_PLANE',
    t`${name} takes no part in the swarm's gossip, so its tasks reach no other node`,
    {
      fix: t`Start its engine anew (as root on ${name}: systemctl restart docker), then \`swarmlab up\` again. Its log says why: \`swarmlab logs ${name}\`.`,
      node: name,
      cause,
    },
  );
}

/** How many nodes this one's gossip knows on the ingress network, itself among them; undefined where it has no such network. */
async function ingressPeers(engine: Pick<EngineApi, 'get'>): Promise<number | undefined> {
  const overlays = encodeURIComponent(JSON.stringify({ driver: { overlay: true } }));
  const networks = await engine.get<Network[]>(`/networks?filters=${overlays}`);
  const ingress = networks.find(({ Ingress }) => Ingress);
  if (!ingress) return undefined;
  return ((await engine.get<Network>(`/networks/${ingress.Id}`)).Peers ?? []).length;
}
