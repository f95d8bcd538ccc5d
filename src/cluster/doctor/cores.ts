import { t } from 'ttag';
import type { NodePlan } from '../../config/schema.ts';
import type { Ground, Verdict } from '../../provider/diagnosis.ts';

/** Cores for the machines of the plan; they share them. */
export function judgeCores(
  { name, cpus }: Pick<Ground, 'name' | 'cpus'>,
  nodes: readonly NodePlan[],
): Verdict {
  const most = Math.max(...nodes.map((node) => node.cpus));
  const fewest = Math.max(2, most);
  const needed = t`${fewest} for ${nodes.length} nodes that share them`;
  if (most > cpus) {
    const fix = t`Set \`cpus: ${cpus}\` for each node in swarmlab.yaml.`;
    return { outcome: 'warn', seen: t`${name} has ${cpus}, and a node wants ${most}`, needed, fix };
  }
  const seen = t`${name} has ${cpus}`;
  if (cpus < 2)
    return {
      outcome: 'warn',
      seen,
      needed,
      fix: t`Give it two where it is a VM; else \`up\` takes some minutes longer.`,
    };
  return { outcome: 'ok', seen, needed };
}
