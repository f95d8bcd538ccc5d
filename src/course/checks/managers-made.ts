import { t } from 'ttag';
import * as z from 'zod';
import { askNodes, type SwarmNode } from '../probes/engine-answers.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  /** The nodes that shall be managers, by their host names. */
  managers: z.array(z.string().min(1)).min(2),
});

/**
 * These nodes were made managers, and each of them is there. One leads. The others are reachable, or have lost their votes to one that went
 * on alone (`--force-new-cluster`), which leaves their role as it is.
 */
export const managersMade = defineCheck({
  name: 'managers-made',
  params,
  reasons: ['not-manager', 'unreachable', 'no-leader'],
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
    const away = namesOf(made.filter((node) => !isThere(node)));
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
    return { outcome: 'pass', message: t`${names} were made managers, and ${leader} leads` };
  },
  evidence: (nodes) => ({ nodes: nodes.map(briefly) }),
});

function isThere({ Status, ManagerStatus }: SwarmNode): boolean {
  return ManagerStatus ? ManagerStatus.Reachability === 'reachable' : Status.State === 'ready';
}

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
