import { startEngine as start } from '../../engine/start.ts';
import type { NodePhase } from '../phase.ts';

/** The engine runs and answers, and comes back by itself where systemd runs the machine. */
export const startEngine: NodePhase = {
  id: 'start-engine',
  title: 'Start the engine',
  scope: 'node',
  skip(node) {
    return node.facts.engine && !node.engineChanged
      ? `Docker ${node.facts.engine.version} runs`
      : undefined;
  },
  async run(node, cluster) {
    const outcome = await start(node.remote, {
      systemd: node.facts.systemd,
      preinstalled: cluster.topology.engine.source === 'preinstalled',
      restart: node.engineChanged,
    });
    return outcome === 'started' ? 'answers' : 'runs already';
  },
};
