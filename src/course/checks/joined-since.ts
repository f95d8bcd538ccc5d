import { t } from 'ttag';
import * as z from 'zod';
import { askNodes, askServices, type Service, type SwarmNode } from '../probes/engine-answers.ts';
import { noService } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  /** A service from before. */
  service: z.string().min(1),
  /** The node that has been a member since before the service, by its host name. */
  kept: z.string().min(1),
  /** The nodes that joined after the service was made, and have no entry from before. */
  joined: z.array(z.string().min(1)).min(1),
});

export interface JoinedSeen {
  services: readonly Service[];
  nodes: readonly SwarmNode[];
}

/**
 * Some nodes are younger members than a service, and one is older: the swarm went on with what that one knows, and the others joined it. The
 * trace is in the node list, where who leaves and joins again gets an entry with a time of its own. How they left is not seen.
 */
export const joinedSince = defineCheck({
  name: 'joined-since',
  params,
  reasons: ['no-service', 'members-before', 'kept-is-new', 'not-there'],
  async probe(cluster): Promise<JoinedSeen> {
    const [services, nodes] = await Promise.all([askServices(cluster), askNodes(cluster)]);
    return { services, nodes };
  },
  judge({ service: name, kept, joined }, { services, nodes }) {
    const service = services.find(({ Spec }) => Spec.Name === name);
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const made = Date.parse(service.CreatedAt);
    const isOlder = (node: SwarmNode) => Date.parse(node.CreatedAt) < made;
    const entriesOf = (host: string) => nodes.filter(({ Description }) => Description.Hostname === host);
    const before = joined.filter((host) => entriesOf(host).some(isOlder)).join(', ');
    if (before) {
      const message = t`${before} stands in the node list since before ${name} was made; expected new entries, from joining again`;
      return { outcome: 'fail', reason: 'members-before', message, settled: true };
    }
    const absent = [kept, ...joined]
      .filter((host) => !entriesOf(host).some(({ Status }) => Status.State === 'ready'))
      .join(', ');
    if (absent) {
      const message = t`${absent} is not Ready; expected it back in the swarm`;
      return { outcome: 'fail', reason: 'not-there', message };
    }
    if (!entriesOf(kept).some(isOlder)) {
      const message = t`${kept} joined after ${name} was made too; expected it to have gone on alone`;
      return { outcome: 'fail', reason: 'kept-is-new', message, settled: true };
    }
    const others = joined.join(', ');
    return { outcome: 'pass', message: t`${kept} went on with ${name}, and ${others} joined since` };
  },
  evidence: ({ services, nodes }) => ({
    services: services.map(({ Spec, CreatedAt }) => ({ service: Spec.Name, made: CreatedAt })),
    nodes: nodes.map(({ Description, CreatedAt }) => ({ node: Description.Hostname, joined: CreatedAt })),
  }),
});
