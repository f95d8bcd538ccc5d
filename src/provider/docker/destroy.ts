import { type DockerCli, outputLines } from './docker-cli.ts';
import { type ClusterIdentity, fabricName, filterFlags, labels } from './names.ts';
import { removeUnusedNatNetwork } from './network.ts';

/** Stops the machines, in order and all at once, then the lab network. Disks stay. */
export async function stopCluster(docker: DockerCli, identity: ClusterIdentity): Promise<void> {
  const what = 'could not stop the machines';
  const fabric = `name=^/?${fabricName(identity.cluster)}$`;
  for (const filter of [`label=${labels.node}`, fabric]) {
    const args = ['ps', '--quiet', ...filterFlags(identity), '--filter', filter];
    const running = outputLines(await docker.must(args, { what }));
    if (running.length > 0) await docker.must(['stop', ...running], { what });
  }
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
  await remove(['ps', '--all'], ['rm', '--volumes'], 'could not remove the machines');
  await remove(['volume', 'ls'], ['volume', 'rm'], "could not remove the machines' volumes");
  await remove(['image', 'ls'], ['image', 'rm'], "could not remove the snapshots' images");
  await removeUnusedNatNetwork(docker);
}
