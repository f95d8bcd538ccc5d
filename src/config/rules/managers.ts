import { t } from 'ttag';
import type { Draft } from '../draft.ts';
import type { Finding } from '../problem.ts';

/** A swarm needs a manager; an odd number of them, and no more than seven. */
export function managerFindings({ nodes }: Draft): Finding[] {
  const managers = nodes.filter(({ role }) => role === 'manager').length;
  // A role that is missing or misspelt may have been meant as manager.
  if (nodes.length === 0 || nodes.some(({ role }) => role === undefined)) return [];
  if (managers === 0) {
    const message = t`no node is a manager, and a swarm needs one (got only workers)`;
    const first = nodes[0]?.name ?? 'nodes[0]';
    const fix = t`write \`role: manager\` for ${first}`;
    return [{ severity: 'error', path: ['nodes', 0, 'role'], message, fix }];
  }
  const warn = (message: string, fix: string): Finding => ({
    severity: 'warning',
    path: ['nodes'],
    message,
    fix,
  });
  const findings: Finding[] = [];
  if (managers % 2 === 0) {
    const lost = Math.ceil(managers / 2) - 1;
    const [fewer, more] = [managers - 1, managers + 1];
    const message = t`an even number of managers gains nothing in quorum: ${managers} survive the loss of ${lost}, as ${fewer} do`;
    const fix =
      managers < nodes.length ? t`make it ${fewer} or ${more} managers` : t`make it ${fewer} managers`;
    findings.push(warn(message, fix));
  }
  if (managers > 7) {
    const message = t`${managers} managers slow every write to the cluster's state: each must be agreed on by most of them`;
    findings.push(warn(message, t`make at most 7 nodes managers, the others workers`));
  }
  return findings;
}
