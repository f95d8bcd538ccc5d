import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import type { Cluster } from '../cluster.ts';
import type { ClusterNode } from '../node.ts';
import type { NodePhase } from '../phase.ts';
import { type Finding, findings, pairFindings } from '../validation.ts';

/** Catches what would fail later in less clear words. Pairs are compared by whichever machine comes second, so none waits. */
export const validate: NodePhase = {
  id: 'validate',
  get title() {
    return t`Validate`;
  },
  scope: 'node',
  async run(node, cluster) {
    const found = look(node, cluster);
    const first = found[0];
    if (!first) return t`fit for the plan`;
    throw new SwarmlabError('E_VALIDATE', `${node.name}: ${found.map((it) => it.problem).join('; ')}`, {
      fix: first.fix,
      node: node.name,
      output: found.map((it) => `${it.problem}\n  fix: ${it.fix}`).join('\n'),
    });
  },
  async dryRun(node, cluster) {
    const problems = look(node, cluster)
      .map((it) => it.problem)
      .join('; ');
    return problems === '' ? t`nothing: fit for the plan` : t`would stop here: ${problems}`;
  },
};

function look(node: ClusterNode, cluster: Cluster): Finding[] {
  const alone = findings(node.plan, node.facts, cluster.topology.network);
  const betweenNodes = cluster.nodes
    .filter((other) => other !== node && other.hasFacts)
    .flatMap((other) => pairFindings(node.plan, node.facts, other.plan, other.facts));
  return [...alone, ...betweenNodes];
}
