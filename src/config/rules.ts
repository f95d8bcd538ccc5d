import type { Draft } from './draft.ts';
import type { Known } from './known.ts';
import type { Finding } from './problem.ts';
import { addressFindings } from './rules/addresses.ts';
import { engineFindings } from './rules/engine.ts';
import { labFindings } from './rules/labs.ts';
import { managerFindings } from './rules/managers.ts';
import { memoryFindings } from './rules/memory.ts';
import { nameFindings } from './rules/names.ts';
import { networkFindings } from './rules/networks.ts';
import { overlapFindings } from './rules/overlaps.ts';
import { sshFindings } from './rules/ssh.ts';

const rules = [
  nameFindings,
  managerFindings,
  addressFindings,
  networkFindings,
  overlapFindings,
  sshFindings,
  engineFindings,
  labFindings,
  memoryFindings,
];

/** Everything that the values of a topology get wrong together, as one value alone does not. Pure. */
export function ruleFindings(draft: Draft, known: Known = {}): Finding[] {
  return rules.flatMap((rule) => rule(draft, known));
}
