import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { NodePlan } from '../config/schema.ts';
import { packageFile } from '../files/package-file.ts';

/** The names that the labs' services have, beside those of the nodes: `labs/hosts.json`. */
export async function labHosts(): Promise<string[]> {
  const text = await readFile(packageFile('labs/hosts.json'), 'utf8');
  return z.array(z.string()).parse(JSON.parse(text));
}

/** What is to resolve on every node: nodes by name, and hosts that any node answers for. */
export interface Names {
  nodes: readonly Pick<NodePlan, 'name' | 'address'>[];
  hosts: readonly string[];
}

/**
 * Replaces the file `$1` by standard input, with its mode and owner; beside it and renamed. In a container /etc/hosts is a mount, which
 * nothing can be renamed onto: then it is written in place, and should that fail, what it was to say stays beside it.
 */
export const replaceScript = `
set -e
part=\${1%/*}/.hosts.swarmlab
trap 'rm -f "$part"' EXIT
cp -p "$1" "$part"
cat >"$part"
mv -f "$part" "$1" 2>/dev/null || cat "$part" >"$1" || {
  trap - EXIT
  echo "what it is to say is in $part" >&2
  exit 1
}
`;

const begin = '# swarmlab: begin';
const end = '# swarmlab: end';

/**
 * What /etc/hosts is to say, given what it says: a block of ours on top, so that it wins; all other lines stay. `alone`: the
 * nodes' names are taken out of those. A resolver offers every address that it finds for a name, and that of 127.0.1.1, where
 * Debian and Vagrant put a machine's own name, before others.
 */
export function hostsFile(current: string, { nodes, hosts }: Names, { alone }: { alone: boolean }): string {
  const names = new Set(nodes.map(({ name }) => name));
  const others = withoutBlock(current.split('\n')).flatMap((line) => (alone ? without(names, line) : [line]));
  const block = [
    `${begin} (written by \`swarmlab up\`; changes in here are lost)`,
    ...nodes.map(({ name, address }) => `${address} ${name}`),
    // The routing mesh leads from any node to the service.
    ...hosts.map((host) => `${nodes[0]?.address} ${host}`),
    end,
  ];
  return [...block, ...others].join('\n');
}

function withoutBlock(lines: readonly string[]): string[] {
  const from = lines.findIndex((line) => line.startsWith(begin));
  const to = lines.indexOf(end);
  return from >= 0 && to > from ? lines.toSpliced(from, to - from + 1) : [...lines];
}

/** The line without these names; none where no name is left on it. */
function without(names: ReadonlySet<string>, line: string): string[] {
  const [, said = '', comment = ''] = /^([^#]*)(#.*)?$/.exec(line) ?? [];
  const [address = '', ...own] = said.trim().split(/\s+/);
  const kept = own.filter((name) => !names.has(name));
  if (kept.length === own.length) return [line];
  return kept.length === 0 ? [] : [`${[address, ...kept].join(' ')}${comment && ` ${comment}`}`];
}
