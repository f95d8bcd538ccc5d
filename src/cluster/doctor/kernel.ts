import { t } from 'ttag';
import type { Verdict } from '../../provider/diagnosis.ts';
import { needed as modules } from '../kernel/modules.ts';
import { kernelFindings } from '../validation.ts';
import { nodesWithFacts, type SeenNode } from './seen-node.ts';

/** What Swarm needs of the kernels of the nodes that run: modules, and AppArmor's parser where AppArmor is on. */
export function judgeKernels(nodes: readonly SeenNode[]): Verdict {
  const seen = nodesWithFacts(nodes);
  if (seen.length === 0) return { outcome: 'skip', seen: t`no node runs that could be asked` };
  const names = modules.join(', ');
  const needed = t`${names}; apparmor_parser where AppArmor is on`;
  const found = seen.flatMap(({ plan, facts }) =>
    kernelFindings(plan, facts).map(({ problem, fix }) => ({ problem: `${plan.name}: ${problem}`, fix })),
  );
  const [first] = found;
  if (first) {
    const problems = found.map(({ problem }) => problem).join('; ');
    return { outcome: 'fatal', seen: problems, needed, fix: first.fix, code: 'E_VALIDATE' };
  }
  const kernels = [...new Set(seen.map(({ facts }) => facts.kernel))].join(', ');
  const mesh = seen.every(({ facts }) => facts.ipvs) ? 'ipvs' : t`nftables, in place of IPVS`;
  return { outcome: 'ok', seen: t`Linux ${kernels} on ${seen.length} nodes; routing mesh: ${mesh}`, needed };
}
