import { probeImage } from '../../images/probe-image.ts';
import type { Cluster } from '../cluster.ts';
import { probeOverlay } from '../overlay-probe.ts';
import type { ClusterPhase } from '../phase.ts';
import { closedPort, requireOpenPort } from '../ports.ts';

/** Proves that nodes reach each other, before anybody starts a lab on them; again after an engine was started. */
export const verifyDataPlane: ClusterPhase = {
  id: 'verify-data-plane',
  title: 'Verify the data plane',
  scope: 'cluster',
  async skip(cluster) {
    return cluster.state.isProven(members(cluster)) ? 'proven already for these nodes' : undefined;
  },
  async run(cluster, report) {
    const { manager } = await cluster.formation.open();
    report('tcp/2377 and tcp/7946 between all nodes');
    await controlPorts(cluster);
    report('a payload across an overlay between all nodes');
    const [lost] = await probeOverlay(manager, cluster.nodes, probeImage);
    if (lost)
      throw closedPort('udp/4789 (the overlay: a payload was lost)', lost.from, lost.to, new Error(lost.saw));
    await cluster.state.proven(members(cluster));
    return `${cluster.nodes.length * (cluster.nodes.length - 1)} directions carried the payload`;
  },
};

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

function members(cluster: Cluster): string {
  return cluster.nodes
    .map((node) => node.facts.engine?.nodeId)
    .sort()
    .join(' ');
}
