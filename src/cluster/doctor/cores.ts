import type { NodePlan } from '../../config/schema.ts';
import type { Ground, Verdict } from '../../provider/diagnosis.ts';

/** Cores for the machines of the plan; they share them. */
export function judgeCores(
  { name, cpus }: Pick<Ground, 'name' | 'cpus'>,
  nodes: readonly NodePlan[],
): Verdict {
  const most = Math.max(...nodes.map((node) => node.cpus));
  const needed = `${Math.max(2, most)} for ${nodes.length} nodes that share them`;
  const seen = `${name} has ${cpus}`;
  if (most > cpus) {
    const fix = `Set \`cpus: ${cpus}\` for each node in swarmlab.yaml.`;
    return { outcome: 'warn', seen: `${seen}, and a node wants ${most}`, needed, fix };
  }
  if (cpus < 2)
    return {
      outcome: 'warn',
      seen,
      needed,
      fix: 'Give it two where it is a VM; else `up` takes some minutes longer.',
    };
  return { outcome: 'ok', seen, needed };
}
