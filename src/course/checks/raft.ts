import { t } from 'ttag';
import * as z from 'zod';
import { noSwarm, observeSwarm, type SwarmView, swarmEvidence, unaskedNodes } from '../probes/swarm-view.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  /** The nodes that shall be managers; all others are workers. */
  managers: z.array(z.string().min(1)).min(1),
});

/** Just these nodes are managers, all of them reachable, one of them the leader; the workers have no say. */
export const raft = defineCheck({
  name: 'raft',
  params,
  reasons: ['no-swarm', 'no-say', 'not-manager', 'extra-manager', 'unreachable', 'no-leader'],
  probe: observeSwarm,
  judge({ managers: wanted }, view) {
    if (!view.manager) return noSwarm(view);
    const due = wanted.join(', ');
    const expected = wanted.length === 1 ? t`expected ${due} alone` : t`expected ${due}`;
    const managers = managersOf(view);
    const names = managers.map(({ name }) => name);
    const list = names.join(', ');
    const seen = t`the managers are ${list}`;
    const lacking = wanted.filter((name) => !names.includes(name));
    if (lacking.length > 0)
      return { outcome: 'fail', reason: 'not-manager', message: `${seen}; ${expected}`, settled: true };
    if (names.some((name) => !wanted.includes(name)))
      return { outcome: 'fail', reason: 'extra-manager', message: `${seen}; ${expected}`, settled: true };
    const away = managers.filter(({ reachability }) => reachability !== 'reachable');
    if (away.length > 0) {
      const who = away.map(({ name, reachability }) => t`${name} is ${reachability}`).join(', ');
      return { outcome: 'fail', reason: 'unreachable', message: t`${who}; expected all managers reachable` };
    }
    const leaders = managers.filter(({ leader }) => leader);
    if (leaders.length !== 1)
      return {
        outcome: 'fail',
        reason: 'no-leader',
        message: t`${leaders.length} of ${managers.length} managers lead; expected one`,
      };
    const unasked = unaskedNodes(view);
    if (unasked) return { outcome: 'unknown', message: unasked };
    const [leader] = leaders.map(({ name }) => name);
    return { outcome: 'pass', message: t`${seen}, ${leader} leads, and no worker has a say` };
  },
  evidence: swarmEvidence,
});

interface Manager {
  name: string;
  reachability: string;
  leader: boolean;
}

/** By the list and, for one that has just been made a manager, by its own word. */
function managersOf({ nodes, members }: SwarmView): Manager[] {
  const listed = members.flatMap(({ ID, Description, Spec, ManagerStatus }): Manager[] => {
    if (!ManagerStatus && Spec.Role !== 'manager') return [];
    const name = nodes.find(({ own }) => own?.NodeID === ID)?.name ?? Description.Hostname;
    const { Leader = false, Reachability = 'unknown' } = ManagerStatus ?? {};
    return [{ name, reachability: Reachability, leader: Leader }];
  });
  const own = nodes.filter(({ own }) => own?.ControlAvailable && members.some(({ ID }) => ID === own.NodeID));
  const unlisted = own.filter(({ name }) => !listed.some((manager) => manager.name === name));
  return [...listed, ...unlisted.map(({ name }) => ({ name, reachability: 'unknown', leader: false }))];
}
