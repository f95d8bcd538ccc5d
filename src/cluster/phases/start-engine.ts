import { t } from 'ttag';
import { startEngine as start } from '../../engine/start.ts';
import type { NodePhase } from '../phase.ts';

/**
 * The engine runs and answers, and comes back by itself where systemd runs the machine. A worker of a swarm waits for the
 * managers: gossip that finds none of them at its start tries again only a minute later.
 */
export const startEngine: NodePhase = {
  id: 'start-engine',
  get title() {
    return t`Start the engine`;
  },
  scope: 'node',
  skip(node) {
    return node.facts.engine && !node.engineChanged ? `Docker ${node.facts.engine.version} runs` : undefined;
  },
  async run(node, cluster, report) {
    if (node.facts.member && !node.isManager && cluster.formation.forms) {
      report(t`waiting for the managers, which its gossip has to reach at once`);
      await cluster.formation.opener();
    }
    const outcome = await start(node.remote, {
      systemd: node.facts.systemd,
      preinstalled: cluster.topology.engine.source === 'preinstalled',
      restart: node.engineChanged,
    });
    node.engineChanged = false;
    if (outcome === 'running') return t`runs already`;
    node.gathered({ ...node.facts, engineStart: '' });
    return 'answers';
  },
  async dryRun() {
    return t`would start it`;
  },
};
