import { t } from 'ttag';
import * as z from 'zod';
import type { LabCluster } from '../lab-cluster.ts';
import { runInNetworkOf } from '../probes/container-process.ts';
import { placesInside } from '../probes/inside-network.ts';
import { askNames } from '../probes/names.ts';
import { type NetworkState, noNetwork, observeNetwork } from '../probes/network-state.ts';
import { noService, observeService, runningTasks, type ServiceState } from '../probes/service-state.ts';
import { type Looked, lookAt, unaskedText } from '../probes/task-places.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  /** The redis service. */
  service: z.string().min(1),
  /** The network that it answers on. */
  network: z.string().min(1),
  port: z.int().min(1).max(65535).default(6379),
});
type Params = z.output<typeof params>;

const reasons = [
  'no-service',
  'no-network',
  'no-task',
  'nobody-inside',
  'no-name',
  'no-answer',
  'wrong-answer',
] as const;
type Reason = (typeof reasons)[number];

/** What one container of the network got: the address behind the name, and the first line of the answer. */
interface Ping {
  address?: string;
  line?: string;
}

export interface PingSeen {
  state: ServiceState;
  net: NetworkState;
  pings: readonly Looked<Ping>[];
}

/** Asks redis at address $1, port $2, and prints the first line of what it says. */
const ping = `timeout 3 bash -c 'exec 3<>"/dev/tcp/$1/$2" && printf "PING\\r\\n" >&3 && head -n 1 <&3' ping "$1" "$2" 2>/dev/null`;

/** Redis answers PONG to whoever is on its network, by the service's name. */
export const redisPing = defineCheck({
  name: 'redis-ping',
  params,
  reasons,
  async probe(cluster: LabCluster, { service, network, port }: Params): Promise<PingSeen> {
    const [state, net] = await Promise.all([
      observeService(cluster, service),
      observeNetwork(cluster, network),
    ]);
    if (!net.network || runningTasks(state).length === 0) return { state, net, pings: [] };
    const places = await placesInside(cluster, net.network, state.services, state.nodeNames);
    const pings = await lookAt(places, async (place): Promise<Ping> => {
      const [[address] = []] = await askNames(place, cluster, [service]);
      if (!address) return {};
      const { stdout } = await runInNetworkOf(place, cluster, ping, [address, `${port}`]);
      const line = stdout.trim().slice(0, 80);
      return { address, ...(line ? { line } : {}) };
    });
    return { state, net, pings };
  },
  judge(params, { state, net, pings }) {
    const { service: name, network } = params;
    if (!state.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(name, state.services),
        settled: true,
      };
    if (!net.network)
      return {
        outcome: 'fail',
        reason: 'no-network',
        message: noNetwork(network, net.networks),
        settled: true,
      };
    if (runningTasks(state).length === 0)
      return {
        outcome: 'fail',
        reason: 'no-task',
        message: t`${name} has no running task that could answer`,
      };
    if (pings.length === 0)
      return {
        outcome: 'fail',
        reason: 'nobody-inside',
        message: t`no running task is on ${network}, so ${name} cannot answer there`,
      };
    return judgePings(params, pings);
  },
  evidence: ({ pings }) => ({ pings }),
});

function judgePings({ service, network, port }: Params, pings: readonly Looked<Ping>[]): Verdict<Reason> {
  for (const look of pings) {
    if (look.kind === 'unasked') continue;
    const { address, line } = look.answer;
    const at = t`from inside ${network} on ${look.node},`;
    if (!address)
      return { outcome: 'fail', reason: 'no-name', message: t`${at} nobody knows the name ${service}` };
    const where = t`${service} (${address}) on port ${port}`;
    if (line === undefined)
      return {
        outcome: 'fail',
        reason: 'no-answer',
        message: t`${at} ${where} does not answer; expected PONG`,
      };
    if (line !== '+PONG') {
      const said = JSON.stringify(line);
      return {
        outcome: 'fail',
        reason: 'wrong-answer',
        message: t`${at} ${where} says ${said} to PING; expected PONG`,
      };
    }
  }
  const unasked = unaskedText(pings);
  if (unasked) return { outcome: 'unknown', message: unasked };
  const nodes = pings.map(({ node }) => node).join(', ');
  return { outcome: 'pass', message: t`${service} answers PONG from inside ${network}, asked on ${nodes}` };
}
