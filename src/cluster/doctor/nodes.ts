import { t } from 'ttag';
import type { Topology } from '../../config/schema.ts';
import type { Verdict } from '../../provider/diagnosis.ts';
import { machineFindings, pairFindings } from '../validation.ts';
import { nodesWithFacts, type SeenNode } from './seen-node.ts';

/** The nodes that run, as `up` validates them: names, addresses, memory, disk, programs, and what is wrong between two of them. */
export function judgeNodes(nodes: readonly SeenNode[], network: Topology['network']): Verdict {
  if (nodes.length === 0) return { outcome: 'skip', seen: t`no node runs` };
  const needed = t`each fit for the plan`;
  const seen = nodesWithFacts(nodes);
  const found = seen.flatMap(({ plan, facts }, i) =>
    [
      ...machineFindings(plan, facts, network),
      ...seen.slice(0, i).flatMap((other) => pairFindings(plan, facts, other.plan, other.facts)),
    ].map(({ problem, fix }) => ({ problem: `${plan.name}: ${problem}`, fix })),
  );
  const [first] = found;
  if (first) {
    const problems = found.map(({ problem }) => problem).join('; ');
    return { outcome: 'fatal', seen: problems, needed, fix: first.fix, code: 'E_VALIDATE' };
  }
  const silent = nodes.flatMap((node) => ('reason' in node ? [node.reason] : []));
  if (silent.length > 0) {
    const fix = t`swarmlab up: it starts what does not answer, or says why it cannot.`;
    return { outcome: 'warn', seen: silent.join('; '), needed, fix };
  }
  const engines = [...new Set(seen.map(({ facts }) => facts.engine?.version ?? t`no engine`))].join(', ');
  return { outcome: 'ok', seen: `${seen.map(({ plan }) => plan.name).join(', ')}: ${engines}`, needed };
}
