import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import type { Cluster } from '../cluster.ts';
import { engineStart } from '../engine-start.ts';
import { engineFacts } from '../facts.ts';
import { leaveAndRestart, restartEngine } from '../leave-and-restart.ts';
import type { ClusterNode } from '../node.ts';
import type { ClusterPhase } from '../phase.ts';
import { swarmNodes } from '../swarm.ts';

/** Made by the engine when it enters a swarm, and left behind when it leaves: so it tells where work is left to do. */
const gateway = 'docker_gwbridge';

/**
 * Every node leaves the swarm that it is in; services, secrets, configs and overlay networks are gone for good. What is left
 * are engines as they were before their first swarm. Each engine is started again in between: one that goes from swarm to
 * swarm may keep the old one's gossip, and its overlays lead nowhere.
 */
export const dissolveSwarm: ClusterPhase = {
  id: 'dissolve-swarm',
  get title() {
    return t`Dissolve the swarm`;
  },
  scope: 'cluster',
  async run(cluster, report) {
    const { nodes } = cluster;
    await Promise.all(nodes.map((node) => lookAgain(node, cluster)));
    await refuseForeign(cluster);
    const ends = await Promise.allSettled(nodes.map((node) => leave(node, cluster, report)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    const left = ends.filter((end) => end.status === 'fulfilled' && end.value).length;
    return left === 0 ? t`no node is in one` : t`${left} of ${nodes.length} nodes have left it`;
  },
};

/** An engine that does not run is started, if it is a member: only it can take itself out. */
async function lookAgain(node: ClusterNode, cluster: Cluster): Promise<void> {
  const { facts } = node;
  if (facts.engine || !facts.member) return;
  await restartEngine(node, cluster);
  node.gathered({ ...facts, engine: await engineFacts(node.engine) });
}

/** A swarm that other machines are in as well is not ours to end; one on machines that we did not make, only if we see all of it. */
async function refuseForeign({ nodes, provider }: Cluster): Promise<void> {
  const ids = new Set(nodes.map(({ facts }) => facts.engine?.nodeId));
  const names = new Set(nodes.map(({ name }) => name));
  const known = new Set<string>();
  const managers = nodes.filter(({ facts }) => facts.engine?.control);
  for (const members of await Promise.all(managers.map(({ engine }) => swarmNodes(engine))))
    for (const { ID, Description, Status } of members) {
      known.add(ID);
      const { Hostname } = Description;
      if (ids.has(ID) || names.has(Hostname) || Status.State === 'down') continue;
      throw new SwarmlabError('E_SWARM', t`${Hostname} is in this swarm too, and not in swarmlab.yaml`, {
        fix: t`If the swarm may end, run \`docker swarm leave\` on ${Hostname} first (with --force on a manager).`,
      });
    }
  const stranger = nodes.find(({ facts: { engine } }) => {
    return engine && engine.swarm !== 'inactive' && !known.has(engine.nodeId);
  });
  if (!stranger || provider.ownsMachines) return;
  throw new SwarmlabError('E_SWARM', t`${stranger.name} is in a swarm that no node here has a say in`, {
    fix: t`If that swarm is no longer needed, run \`docker swarm leave --force\` on ${stranger.name}, then the same command again.`,
    node: stranger.name,
  });
}

/** Killed anywhere, it goes on the next time: the gateway network is the last thing to go. Returns whether there was work. */
async function leave(node: ClusterNode, cluster: Cluster, report: (line: string) => void): Promise<boolean> {
  const { facts } = node;
  if (!facts.engine) return false;
  const member = facts.engine.swarm !== 'inactive';
  if (!member && !(await hasGateway(node))) return false;
  if (member) {
    report(t`${node.name} leaves, and its tasks end`);
    await leaveAndRestart(node, cluster);
  } else await restartEngine(node, cluster);
  if (await hasGateway(node)) await node.engine.delete(`/networks/${gateway}`);
  const [engine, started] = await Promise.all([engineFacts(node.engine), engineStart(node.remote)]);
  node.gathered({ ...facts, engine, engineStart: started, member: false });
  if (engine.swarm === 'inactive') return true;
  throw new SwarmlabError('E_SWARM', t`${node.name} has left its swarm and is still ${engine.swarm} in one`, {
    fix: t`Run the same command again; \`swarmlab logs ${node.name}\` shows the engine's log.`,
    node: node.name,
  });
}

async function hasGateway({ engine }: ClusterNode): Promise<boolean> {
  return (await engine.get<{ Name: string }[]>('/networks')).some(({ Name }) => Name === gateway);
}
