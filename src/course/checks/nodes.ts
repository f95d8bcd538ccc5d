import { t } from 'ttag';
import * as z from 'zod';
import {
  type Member,
  memberOf,
  type NodeView,
  noSwarm,
  observeSwarm,
  type SwarmView,
  swarmEvidence,
} from '../probes/swarm-view.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const reasons = [
  'no-swarm',
  'no-say',
  'another-swarm',
  'missing',
  'not-ready',
  'not-active',
  'same-name',
] as const;
type Reason = (typeof reasons)[number];

/** Every node of the cluster is a member of one swarm, Ready and Active, under a host name of its own. */
export const nodesReady = defineCheck({
  name: 'nodes',
  params: z.strictObject({}),
  reasons,
  probe: observeSwarm,
  judge(_params, view) {
    if (!view.manager) return noSwarm(view);
    const verdicts = view.nodes.flatMap((node) => wrongWith(node, view) ?? []);
    const wrong =
      verdicts.find(({ settled }) => settled) ??
      verdicts.find(({ outcome }) => outcome === 'fail') ??
      verdicts[0];
    if (wrong?.outcome === 'fail') {
      const alike = verdicts.filter(({ reason }) => reason === wrong.reason).map(({ message }) => message);
      const [seen, wanted] = [alike.join('; '), expected(view)];
      return { ...wrong, message: t`${seen}; expected ${wanted}` };
    }
    if (wrong) return wrong;
    return (
      sameNames(view) ?? {
        outcome: 'pass',
        message: `${expected(view)}: ${view.nodes.map(({ name }) => name).join(', ')}`,
      }
    );
  },
  evidence: swarmEvidence,
});

function expected({ nodes }: SwarmView): string {
  return t`${nodes.length} nodes Ready and Active`;
}

function wrongWith(node: NodeView, { manager, members }: SwarmView): Verdict<Reason> | undefined {
  const { name, own } = node;
  const member = memberOf(node, members);
  if (!own) {
    // The manager's word is enough against it, and not enough for it.
    if (member && member.Status.State !== 'ready') return notReady(name, member);
    return { outcome: 'unknown', message: node.reason ?? t`could not ask ${name}` };
  }
  if (own.LocalNodeState === 'inactive')
    return { outcome: 'fail', reason: 'missing', message: t`${name} is in no swarm`, settled: true };
  if (!member) {
    const leader = manager?.name;
    if (own.LocalNodeState === 'active')
      return {
        outcome: 'fail',
        reason: 'another-swarm',
        message: t`${name} is in another swarm than ${leader}`,
        settled: true,
      };
    return {
      outcome: 'fail',
      reason: 'missing',
      message: t`${name} is ${own.LocalNodeState}, not a member yet`,
    };
  }
  if (member.Status.State !== 'ready') return notReady(name, member);
  const { Availability } = member.Spec;
  if (Availability === 'active') return undefined;
  const message = t`${name} takes no tasks: its availability is ${Availability}`;
  return { outcome: 'fail', reason: 'not-active', message, settled: true };
}

function notReady(name: string, { Status }: Member): Verdict<Reason> {
  return { outcome: 'fail', reason: 'not-ready', message: t`${name} is ${Status.State}` };
}

function sameNames({ nodes, members }: SwarmView): Verdict<Reason> | undefined {
  const names = nodes.flatMap((node) => memberOf(node, members)?.Description.Hostname ?? []);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return undefined;
  const message = t`two nodes have the host name ${twice}; expected each its own`;
  return { outcome: 'fail', reason: 'same-name', message, settled: true };
}
