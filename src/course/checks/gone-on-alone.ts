import { t } from 'ttag';
import * as z from 'zod';
import { askNodes, askServices, type Service, type SwarmNode } from '../probes/engine-answers.ts';
import { noService } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  /** A service from before. */
  service: z.string().min(1),
});

export interface AloneSeen {
  services: readonly Service[];
  nodes: readonly SwarmNode[];
}

/**
 * One manager went on alone, and a service from before is still there. `--force-new-cluster` leaves a trace that nothing else does: the others'
 * role is manager, and they have no vote. One that was made a manager a moment ago looks the same, so it takes two polls in a row.
 */
export const goneOnAlone = defineCheck({
  name: 'gone-on-alone',
  params,
  reasons: ['no-service', 'with-votes', 'no-former', 'not-back', 'unsteady'],
  async probe(cluster): Promise<AloneSeen> {
    const [services, nodes] = await Promise.all([askServices(cluster), askNodes(cluster)]);
    return { services, nodes };
  },
  judge({ service: name }, seen, before) {
    const { services, nodes } = seen;
    if (!services.some(({ Spec }) => Spec.Name === name))
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const voters = nodes.filter(({ ManagerStatus }) => ManagerStatus);
    const voting = namesOf(voters);
    if (voters.length !== 1) {
      const message = t`${voting} have a vote; expected that one manager went on alone`;
      return { outcome: 'fail', reason: 'with-votes', message, settled: true };
    }
    const former = formerOf(nodes);
    if (former.length === 0) {
      const message = t`${voting} is the only manager, and no other node has been one; expected former managers that lost their votes`;
      return { outcome: 'fail', reason: 'no-former', message, settled: true };
    }
    const away = namesOf(former.filter(({ Status }) => Status.State !== 'ready'));
    if (away) {
      const message = t`${away} is not back yet; expected it Ready, as a worker`;
      return { outcome: 'fail', reason: 'not-back', message };
    }
    const others = namesOf(former);
    const message = t`${voting} went on alone with ${name}; ${others} have no vote any more`;
    if (before && formerOf(before.nodes).length > 0) return { outcome: 'pass', message };
    return { outcome: 'fail', reason: 'unsteady', message };
  },
  evidence: ({ nodes }) => ({
    voters: namesOf(nodes.filter((it) => it.ManagerStatus)),
    former: namesOf(formerOf(nodes)),
  }),
});

function formerOf(nodes: readonly SwarmNode[]): SwarmNode[] {
  return nodes.filter(({ Spec, ManagerStatus }) => Spec?.Role === 'manager' && !ManagerStatus);
}

function namesOf(nodes: readonly SwarmNode[]): string {
  return nodes
    .map(({ Description }) => Description.Hostname)
    .sort()
    .join(', ');
}
