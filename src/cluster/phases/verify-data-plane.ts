import { t } from 'ttag';
import { hasCode } from '../../errors/index.ts';
import { probeImage } from '../../images/probe-image.ts';
import type { Cluster } from '../cluster.ts';
import { isDeaf, startDeafEngines } from '../deaf-engines.ts';
import { engineStart } from '../engine-start.ts';
import type { ClusterNode } from '../node.ts';
import { probeOverlay } from '../overlay-probe.ts';
import type { ClusterPhase } from '../phase.ts';
import { lostPayload, requireOpenPort } from '../ports.ts';
import { swarmNodes } from '../swarm.ts';

/**
 * Proves that nodes reach each other, before anybody starts a lab on them; again whenever an engine was started since,
 * by whomever: gossip that found no manager at its start tries again only a minute later.
 */
export const verifyDataPlane: ClusterPhase = {
  id: 'verify-data-plane',
  get title() {
    return t`Verify the data plane`;
  },
  scope: 'cluster',
  async skip(cluster) {
    const starts = cluster.nodes.map(({ facts }) => facts.engineStart);
    if (starts.includes('')) return undefined;
    return cluster.state.isProven(engines(cluster, starts)) ? t`proven already for these nodes` : undefined;
  },
  async run(cluster, report) {
    const { manager } = await cluster.formation.open();
    const idle = await idleNodes(manager);
    const nodes = cluster.nodes.filter(({ facts }) => !idle.has(facts.engine?.nodeId ?? ''));
    const [deaf] = await startDeafEngines(cluster, nodes, report);
    // Asked for before the proof: an engine that is started meanwhile has not proven anything.
    const starts = await Promise.all(cluster.nodes.map(({ remote }) => engineStart(remote)));
    await prove(cluster, manager, nodes, report).catch((error: unknown) => {
      throw deaf && hasCode(error, 'E_DATA_PLANE') ? isDeaf(deaf, error) : error;
    });
    const directions = nodes.length * (nodes.length - 1);
    const carried = t`${directions} directions carried the payload`;
    const names = [...idle.values()].join(', ');
    if (idle.size > 0) return t`${carried}; not asked, for they take no tasks: ${names}`;
    await cluster.state.proven(engines(cluster, starts));
    return carried;
  },
};

async function prove(
  cluster: Cluster,
  manager: ClusterNode,
  nodes: readonly ClusterNode[],
  report: (line: string) => void,
): Promise<void> {
  report(t`tcp/2377 and tcp/7946 between all nodes`);
  await controlPorts(cluster);
  report(t`a payload across an overlay between all nodes`);
  const lost = await probeOverlay(manager, nodes, probeImage);
  if (lost) throw await lostPayload(lost, nodes);
}

/** Nodes that were drained or paused, names by ids: the swarm lets nothing into an overlay there. */
async function idleNodes({ engine }: ClusterNode): Promise<Map<string, string>> {
  const members = (await swarmNodes(engine)).filter(
    ({ Spec, Status }) => Spec.Availability !== 'active' && Status.State === 'ready',
  );
  return new Map(members.map(({ ID, Description }) => [ID, Description.Hostname]));
}

async function controlPorts(cluster: Cluster): Promise<void> {
  const pairs = cluster.nodes.flatMap((from) =>
    cluster.nodes.filter((to) => to !== from).map((to) => ({ from, to })),
  );
  await Promise.all(
    pairs.flatMap(({ from, to }) =>
      (to.isManager ? [2377, 7946] : [7946]).map((port) => requireOpenPort(from, to, port)),
    ),
  );
}

function engines({ nodes }: Cluster, starts: readonly string[]): string {
  return nodes
    .map(({ facts }, i) => `${facts.engine?.nodeId} ${starts[i]}`)
    .sort()
    .join('; ');
}
