import { t } from 'ttag';
import { type Facts, gatherFacts as gather } from '../facts.ts';
import type { NodePhase } from '../phase.ts';

/** Facts first: the later phases do only what is missing. */
export const gatherFacts: NodePhase = {
  id: 'gather-facts',
  get title() {
    return t`Gather facts`;
  },
  scope: 'node',
  async run(node, cluster) {
    const facts = await gather(node.remote, cluster.now);
    node.gathered(facts);
    return describeFacts(facts);
  },
  async dryRun({ facts }) {
    return `nothing: ${describeFacts(facts)}`;
  },
};

function describeFacts(facts: Facts): string {
  const engine = facts.engine ? `Docker ${facts.engine.version}` : t`no engine`;
  return t`${facts.arch}, kernel ${facts.kernel}, ${facts.memoryMiB} MiB, ${engine}`;
}
