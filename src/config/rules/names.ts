import { t } from 'ttag';
import type { Draft } from '../draft.ts';
import { nodeName } from '../node-name.ts';
import type { Finding } from '../problem.ts';

/** Node names: each once, and none that a machine already has for itself. */
export function nameFindings({ nodes }: Draft): Finding[] {
  const first = new Map<string, number>();
  const names = new Set(nodes.map(({ name }) => name));
  return nodes.flatMap(({ name }, i): Finding[] => {
    const path = ['nodes', i, 'name'];
    if (name === undefined) return [];
    const free = unused(names, i);
    if (name === 'localhost') {
      const message = t`no node can be called localhost: every machine means itself by it (got "localhost")`;
      return [{ severity: 'error', path, message, fix: t`write \`name: ${free}\`` }];
    }
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, i);
      return [];
    }
    const message = t`nodes[${i}] has the name of nodes[${other}] (got "${name}")`;
    return [
      {
        severity: 'error',
        path,
        message,
        fix: t`give it a name of its own, as \`name: ${free}\``,
      },
    ];
  });
}

function unused(names: ReadonlySet<string | undefined>, from: number): string {
  let index = from;
  while (names.has(nodeName(index))) index++;
  return nodeName(index);
}
