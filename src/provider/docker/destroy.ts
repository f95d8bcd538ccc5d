import { t } from 'ttag';
import { type DockerCli, outputLines } from './docker-cli.ts';
import { type ClusterIdentity, fabricName, filterFlags, labels, machineName } from './names.ts';
import { removeUnusedNatNetwork } from './network.ts';

/** Stops the machines, in order and all at once, then the lab network. Disks stay. */
export async function stopCluster(docker: DockerCli, identity: ClusterIdentity): Promise<void> {
  await stopMatching(docker, identity, [`label=${labels.node}`]);
  await stopMatching(docker, identity, [nameFilter(fabricName(identity.cluster))]);
}

/** Stops the named machines, all at once. The others and the lab network stay as they are. */
export async function stopMachines(
  docker: DockerCli,
  identity: ClusterIdentity,
  names: readonly string[],
): Promise<void> {
  const filters = names.map((name) => nameFilter(machineName(identity.cluster, name)));
  await stopMatching(docker, identity, filters);
}

async function stopMatching(
  docker: DockerCli,
  identity: ClusterIdentity,
  filters: readonly string[],
): Promise<void> {
  const what = t`could not stop the machines`;
  const wanted = filters.flatMap((filter) => ['--filter', filter]);
  const args = ['ps', '--quiet', ...filterFlags(identity), ...wanted];
  const running = outputLines(await docker.must(args, { what }));
  if (running.length > 0) await docker.must(['stop', ...running], { what });
}

/** Docker takes a name in a filter for a pattern. */
function nameFilter(name: string): string {
  return `name=^/?${name.replaceAll('.', '\\.')}$`;
}

/**
 * Removes the machines, the lab network, the machines' volumes, the snapshots' volumes and images, and the NAT network if this was
 * the last cluster.
 */
export async function destroyCluster(docker: DockerCli, identity: ClusterIdentity): Promise<void> {
  const remove = async (list: string[], removal: string[], what: string) => {
    const found = outputLines(await docker.must([...list, '--quiet', ...filterFlags(identity)], { what }));
    if (found.length > 0) await docker.must([...removal, '--force', ...new Set(found)], { what });
  };
  await remove(['ps', '--all'], ['rm', '--volumes'], t`could not remove the machines`);
  await remove(['volume', 'ls'], ['volume', 'rm'], t`could not remove the machines' volumes`);
  await remove(['image', 'ls'], ['image', 'rm'], t`could not remove the snapshots' images`);
  await removeUnusedNatNetwork(docker);
}
