import type { NodePhase } from '../phase.ts';

/** The provider makes or starts the machine; where it runs already, this only asks. */
export const makeMachines: NodePhase = {
  id: 'make-machines',
  title: 'Make machines',
  scope: 'node',
  async run(node, cluster, report) {
    const before = (await cluster.provider.list()).get(node.name) ?? 'missing';
    node.reachedAt(await cluster.provider.ensure(node.name, report));
    if (before === 'running') return 'runs already';
    return before === 'stopped' ? 'started' : 'made';
  },
  async dryRun(node, cluster) {
    const state = (await cluster.provider.list()).get(node.name) ?? 'missing';
    if (state === 'running') return 'nothing: it runs already';
    return state === 'stopped' ? 'would start it' : 'would make it';
  },
};
