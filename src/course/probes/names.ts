import type { LabCluster } from '../lab-cluster.ts';
import { runInNetworkOf } from './container-process.ts';
import { dnsAddresses, dnsQuestion } from './dns-message.ts';
import { type Looked, lookAt, type TaskPlace } from './task-places.ts';

/**
 * Sends each question to Docker's own name server, which every container of an overlay network has at this address, and
 * prints a line of base64 for each answer; an empty one where none comes in 2 s.
 */
const exchange = `for question; do
  exec 3<>/dev/udp/127.0.0.11/53
  printf %s "$question" | base64 -d >&3
  timeout 2 dd bs=4096 count=1 status=none <&3 | base64 -w 0
  echo
  exec 3>&-
done`;

/** The IPv4 addresses that names resolve to for one container, sorted, in the order of `names`. */
export async function askNames(
  place: Pick<TaskPlace, 'node' | 'container'>,
  cluster: Pick<LabCluster, 'pace'>,
  names: readonly string[],
): Promise<string[][]> {
  const questions = names.map((name) => dnsQuestion(name).toString('base64'));
  const { stdout } = await runInNetworkOf(place, cluster, exchange, questions);
  const lines = stdout.split('\n');
  return names.map((_, at) => dnsAddresses(Buffer.from(lines[at] ?? '', 'base64')));
}

/** What every node itself, which is on no overlay network, takes a name for: addresses, none where it knows none. */
export function askNameOutside(
  { nodes, pace }: Pick<LabCluster, 'nodes' | 'pace'>,
  name: string,
): Promise<Looked<string[]>[]> {
  const places = nodes.map((node) => ({ node }));
  return lookAt(places, async ({ node }) => {
    const argv = ['timeout', '3', 'getent', 'ahostsv4', name] as const;
    const { stdout } = await node.remote.run({ argv, timeout: 8000 * pace });
    const addresses = stdout.split('\n').flatMap((line) => line.split(/\s/, 1).filter((word) => word !== ''));
    return [...new Set(addresses)].sort();
  });
}
