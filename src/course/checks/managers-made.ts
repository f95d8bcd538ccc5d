import { t } from 'ttag';
import * as z from 'zod';
import { askNodes, type SwarmNode } from '../probes/engine-answers.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  /** The nodes that shall be managers, by their host names. */
  managers: z.array(z.string().min(1)).min(2),
});

/**
 * These nodes are managers, with a vote each, and all of them answer. One leads. A role is not enough: `--force-new-cluster` on one manager
 * leaves the others theirs, and takes their votes.
 */
export const managersMade = defineCheck({
  name: 'managers-made',
  params,
  reasons: ['not-manager', 'no-vote', 'unreachable', 'no-leader'],
  probe: askNodes,
  judge({ managers: wanted }, nodes) {
    const expected = wanted.join(', ');
    const made = nodes.filter(({ Spec }) => Spec?.Role === 'manager');
    const names = namesOf(made);
    const lacking = wanted.filter((name) => !made.some((node) => nameOf(node) === name));
    if (lacking.length > 0) {
      const message = t`the managers are ${names}; expected ${expected}`;
      return { outcome: 'fail', reason: 'not-manager', message, settled: true };
    }
    const voteless = namesOf(made.filter(({ ManagerStatus }) => !ManagerStatus));
    if (voteless) {
      // One that was made a manager a moment ago has none yet.
      const message = t`${voteless} has the role of a manager, and no vote; expected every manager to have one`;
      return { outcome: 'fail', reason: 'no-vote', message };
    }
    const away = namesOf(made.filter(({ ManagerStatus }) => ManagerStatus?.Reachability !== 'reachable'));
    if (away) {
      const message = t`${away} is a manager, and cannot be reached; expected all managers there`;
      return { outcome: 'fail', reason: 'unreachable', message };
    }
    const leaders = made.filter(({ ManagerStatus }) => ManagerStatus?.Leader);
    const leader = namesOf(leaders);
    if (leaders.length !== 1) {
      const message = t`of the managers ${names} none leads just now; expected one`;
      return { outcome: 'fail', reason: 'no-leader', message };
    }
    return {
      outcome: 'pass',
      message: t`the managers are ${names}, all of them answer, and ${leader} leads`,
    };
  },
  evidence: (nodes) => ({ nodes: nodes.map(briefly) }),
});

function briefly({ Description, Spec, Status, ManagerStatus }: SwarmNode): object {
  return {
    node: Description.Hostname,
    role: Spec?.Role,
    state: Status.State,
    vote: ManagerStatus?.Reachability ?? 'none',
  };
}

function nameOf({ Description }: SwarmNode): string {
  return Description.Hostname;
}

function namesOf(nodes: readonly SwarmNode[]): string {
  return nodes.map(nameOf).sort().join(', ');
}
