import { t } from 'ttag';
import type { NodePlan } from '../../config/schema.ts';
import type { Ground, Verdict } from '../../provider/diagnosis.ts';

/** Memory for the machines of the plan. `off`: those that do not run yet, and so take none of it. */
export function judgeMemory(
  { name, memoryMiB, availableMiB, takesWhole }: Omit<Ground, 'rooms'>,
  nodes: readonly NodePlan[],
  off: readonly NodePlan[],
): Verdict {
  const [all, more] = [sum(nodes), sum(off)];
  const needed =
    more === all
      ? t`${all} MiB for ${nodes.length} nodes`
      : t`${all} MiB for ${nodes.length} nodes, ${more} of it for what does not run yet`;
  const seen =
    availableMiB === undefined
      ? t`${name} has ${memoryMiB} MiB`
      : t`${name} has ${memoryMiB} MiB, ${availableMiB} of it free`;
  const smaller = t`Set a smaller \`memory:\` or take fewer nodes in swarmlab.yaml.`;
  if (all > memoryMiB && takesWhole) {
    const fix = t`Set a smaller \`memory:\` or take fewer nodes in swarmlab.yaml, or \`provider: docker\`, whose nodes take what they use.`;
    return { outcome: 'fatal', seen: t`${seen}, and the nodes want ${all}`, needed, fix, code: 'E_VALIDATE' };
  }
  if (all > memoryMiB)
    return { outcome: 'warn', seen: t`${seen}: the nodes may want more together`, needed, fix: smaller };
  if (takesWhole && availableMiB !== undefined && more > availableMiB)
    return { outcome: 'warn', seen, needed, fix: t`End some programs first. ${smaller}` };
  return { outcome: 'ok', seen, needed };
}

function sum(nodes: readonly NodePlan[]): number {
  return nodes.reduce((total, { memory }) => total + memory, 0);
}
