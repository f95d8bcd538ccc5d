import { t } from 'ttag';
import * as z from 'zod';
import type { LabCluster } from '../lab-cluster.ts';
import { placesInside } from '../probes/inside-network.ts';
import { askNameOutside, askNames } from '../probes/names.ts';
import { type NetworkState, noNetwork, observeNetwork } from '../probes/network-state.ts';
import { noService, observeService, runningTasks, type ServiceState } from '../probes/service-state.ts';
import { type Looked, lookAt, unaskedText } from '../probes/task-places.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The overlay network that the service's name resolves on. */
  network: z.string().min(1),
});
type Params = z.output<typeof params>;

const reasons = [
  'no-service',
  'no-network',
  'no-virtual-address',
  'nobody-inside',
  'wrong-address',
  'wrong-task-addresses',
  'resolves-outside',
] as const;
type Reason = (typeof reasons)[number];

/** What one container of the network takes two names for. */
interface Names {
  /** Addresses of the service's name. */
  service: readonly string[];
  /** Addresses of `tasks.` and the service's name. */
  tasks: readonly string[];
}

/** What was seen: the service, the network, the names as they resolve inside it and on the nodes, which are outside. */
export interface DnsSeen {
  state: ServiceState;
  net: NetworkState;
  inside: readonly Looked<Names>[];
  outside: readonly Looked<string[]>[];
}

/**
 * On its network a service's name is its virtual address, and `tasks.` with the name the addresses of its tasks; off it, nobody
 * knows the name.
 */
export const dns = defineCheck({
  name: 'dns',
  params,
  reasons,
  async probe(cluster: LabCluster, { service: name, network: wanted }: Params): Promise<DnsSeen> {
    const [state, net, outside] = await Promise.all([
      observeService(cluster, name),
      observeNetwork(cluster, wanted),
      askNameOutside(cluster, name),
    ]);
    if (!state.service || !net.network) return { state, net, inside: [], outside };
    const places = await placesInside(cluster, net.network, state.services, state.nodeNames);
    const inside = await lookAt(places, async (place): Promise<Names> => {
      const [service = [], tasks = []] = await askNames(place, cluster, [name, `tasks.${name}`]);
      return { service, tasks };
    });
    return { state, net, inside, outside };
  },
  judge(params, seen) {
    const { state, net } = seen;
    if (!state.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(params.service, state.services),
        settled: true,
      };
    if (!net.network)
      return {
        outcome: 'fail',
        reason: 'no-network',
        message: noNetwork(params.network, net.networks),
        settled: true,
      };
    const expected = expectedNames(state, net.network.Id);
    if (!expected.service)
      return {
        outcome: 'fail',
        reason: 'no-virtual-address',
        message: t`${params.service} has no virtual address on ${params.network}; expected one (it is there for services on the network in endpoint mode vip)`,
      };
    return judgeNames(params, expected.service, expected.tasks, seen);
  },
  evidence: ({ inside, outside }) => ({ inside, outside }),
});

function judgeNames(
  { service, network }: Params,
  address: string,
  tasks: readonly string[],
  { inside, outside }: DnsSeen,
): Verdict<Reason> {
  for (const look of outside) {
    if (look.kind === 'unasked' || look.answer.length === 0) continue;
    const seen = list(look.answer);
    const message = t`${look.node}, which is not on ${network}, resolves ${service} to ${seen}; expected that it does not know the name`;
    return { outcome: 'fail', reason: 'resolves-outside', message };
  }
  for (const look of inside) {
    if (look.kind === 'unasked') continue;
    const at = t`on ${network}, asked on ${look.node},`;
    if (!same(look.answer.service, [address])) {
      const seen = list(look.answer.service);
      return {
        outcome: 'fail',
        reason: 'wrong-address',
        message: t`${at} ${service} is ${seen}; expected its virtual address ${address}`,
      };
    }
    if (!same(look.answer.tasks, tasks)) {
      const seen = list(look.answer.tasks);
      const own = list(tasks);
      return {
        outcome: 'fail',
        reason: 'wrong-task-addresses',
        message: t`${at} tasks.${service} is ${seen}; expected the addresses of its tasks, ${own}`,
      };
    }
  }
  if (inside.length === 0)
    return {
      outcome: 'fail',
      reason: 'nobody-inside',
      message: t`no running task is on ${network}, so there is nobody to ask; expected at least one of ${service}`,
    };
  const unasked = unaskedText([...inside, ...outside]);
  if (unasked) return { outcome: 'unknown', message: unasked };
  const own = list(tasks);
  return {
    outcome: 'pass',
    message: t`on ${network}, ${service} is ${address} and tasks.${service} is ${own}; off it, no node knows the name`,
  };
}

/** What the swarm itself says that the names are. */
function expectedNames(state: ServiceState, network: string): { service?: string; tasks: string[] } {
  const given = state.service?.Endpoint?.VirtualIPs?.find(({ NetworkID }) => NetworkID === network)?.Addr;
  const attached = runningTasks(state).flatMap(({ NetworksAttachments }) => NetworksAttachments ?? []);
  const tasks = attached.flatMap(({ Network, Addresses }) =>
    Network.ID === network ? (Addresses ?? []) : [],
  );
  return { ...(given ? { service: plain(given) } : {}), tasks: tasks.map(plain).sort() };
}

/** An address without its prefix length. */
function plain(address: string): string {
  return address.replace(/\/\d+$/, '');
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.join() === b.join();
}

function list(addresses: readonly string[]): string {
  return addresses.join(', ') || t`unknown`;
}
