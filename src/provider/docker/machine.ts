import { t } from 'ttag';
import { createUnlessThere, type DockerCli, dockerFailed, outputLines } from './docker-cli.ts';
import { type ClusterIdentity, labelFlags, labels, machineName, natNetwork, volumeName } from './names.ts';

/** What a machine is to be. */
export interface MachinePlan {
  name: string;
  /** CPUs and MiB; undefined where the host cannot limit them. */
  cpus: number | undefined;
  memory: number | undefined;
  image: string;
  /** The flags that make a container a machine on this host. */
  privileges: readonly string[];
}

/** Makes a machine that does not run yet. One that was made meanwhile is fine. */
export async function createMachine(
  docker: DockerCli,
  identity: ClusterIdentity,
  plan: MachinePlan,
): Promise<void> {
  const { name, cpus, memory, image, privileges } = plan;
  const volume = [
    `type=volume,src=${volumeName(identity, name)},dst=/var/lib/docker`,
    `volume-label=${labels.cluster}=${identity.cluster}`,
    `volume-label=${labels.id}=${identity.clusterId}`,
  ].join(',');
  const args = [
    'create',
    ...['--name', machineName(identity.cluster, name), '--hostname', name],
    ...labelFlags(identity),
    ...['--label', `${labels.node}=${name}`],
    ...['--network', natNetwork, '--publish', '127.0.0.1::22'],
    ...['--tmpfs', '/run:mode=755', '--mount', volume],
    // Its engine may need 15 s to stop its tasks.
    ...['--restart', 'no', '--stop-timeout', '20'],
    ...(cpus === undefined ? [] : ['--cpus', String(cpus)]),
    ...(memory === undefined ? [] : ['--memory', `${memory}m`]),
    ...privileges,
    image,
  ];
  await createUnlessThere(docker, args, failure(name, t`could not make the machine`));
}

/**
 * Starts a machine that was made, and lets one go on that was paused. Its NAT network may have been removed while it was
 * stopped (`docker network prune` does that) and made anew under the same name: then it is moved to the new one.
 */
export async function startMachine(
  docker: DockerCli,
  { cluster }: ClusterIdentity,
  name: string,
  status: string | undefined,
): Promise<void> {
  const container = machineName(cluster, name);
  const failed = failure(name, t`could not start the machine`);
  if (status === 'paused') {
    await docker.must(['unpause', container], failed);
    return;
  }
  const started = await docker.run(['start', container]);
  if (started.exitCode === 0) return;
  if (!/network \S+ not found/.test(started.stderr))
    throw dockerFailed(['start', container], started, failed);
  await docker.must(['network', 'disconnect', '--force', natNetwork, container], failed);
  await docker.must(['network', 'connect', natNetwork, container], failed);
  await docker.must(['start', container], failed);
}

/** A line already there is not written again; nothing else in the files is touched. Prints the machine's host key. */
const completeScript = `set -e
key=$(cat)
for home in /root /home/swarmlab; do
  file=$home/.ssh/authorized_keys
  grep -qxF "$key" "$file" 2>/dev/null || printf '%s\\n' "$key" >>"$file"
done
chown swarmlab:swarmlab /home/swarmlab/.ssh/authorized_keys
ip address replace "$1" dev eth1
ip link set eth1 up
tries=0
until [ -e /run/sshd.pid ]; do
  tries=$((tries + 1))
  [ $tries -lt 400 ] || { echo 'its SSH server does not start' >&2; exit 1; }
  sleep 0.05
done
cat /etc/ssh/ssh_host_ed25519_key.pub`;

/**
 * Lets our key in, gives eth1 its address (`172.17.8.101/24`) and waits for the SSH server. Returns the machine's host key
 * line: made by the machine itself, told by Docker, so it can be trusted.
 */
export async function completeMachine(
  docker: DockerCli,
  { cluster }: ClusterIdentity,
  { name, address, publicKey }: { name: string; address: string; publicKey: string },
): Promise<string> {
  const args = [
    'exec',
    '--interactive',
    machineName(cluster, name),
    'sh',
    '-c',
    completeScript,
    'sh',
    address,
  ];
  const printed = await docker.must(args, failure(name, t`could not complete the machine`), {
    input: `${publicKey.trim()}\n`,
  });
  return outputLines(printed).at(-1)?.trim() ?? '';
}

function failure(node: string, what: string) {
  return {
    code: 'E_COMMAND_FAILED' as const,
    what,
    node,
    fix: t`Run the same command again; if it happens again, look at the log and at \`docker logs\` of the machine.`,
  };
}
