import { t } from 'ttag';
import { nodeName } from './node-name.ts';
import type { Path } from './problem.ts';

const examples: Readonly<Record<string, () => string>> = {
  version: () => t`add \`version: 1\``,
  cluster: () => t`add \`cluster: swarmlab\``,
  provider: () => t`add \`provider: docker\``,
  nodes: () => t`add a node: \`nodes: [{ name: core-01, role: manager, address: 172.17.8.101 }]\``,
  role: () => t`add \`role: worker\`, or manager`,
  address: () => t`add \`address:\` and an address of network.subnet that no other node has`,
  host: () => t`add \`host:\` and the name or address that SSH dials`,
  key: () => t`add \`key: ~/.ssh/id_ed25519\`, the path of the private key`,
};

/** Whether swarmlab.yaml must have the value at `path`. */
export function isRequired(path: Path): boolean {
  const key = path.at(-1);
  return key === 'name' || Object.hasOwn(examples, String(key));
}

/** How to add what is required at `path` but is not there. */
export function missingFix(path: Path): string {
  const [key, index] = [String(path.at(-1)), path.at(-2)];
  if (key === 'name' && typeof index === 'number') {
    const name = nodeName(index);
    return t`add \`name: ${name}\``;
  }
  return examples[key]?.() ?? t`add \`${key}:\` and its value`;
}
