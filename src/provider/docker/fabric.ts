import { t } from 'ttag';
import { createUnlessThere, type DockerCli } from './docker-cli.ts';
import { type ClusterIdentity, fabricName, labelFlags } from './names.ts';

/**
 * The lab network of one cluster: a bridge in the network namespace of a container of its own, and a cable (a veth pair)
 * to each machine's eth1. Nothing of it is in the host's namespace, so the same addresses do for every cluster.
 * A cable is named after the machine's process id: that of a machine which was started again is another one. Its end here is
 * plugged in last of all, so a cable with a carrier leads to a machine that is complete.
 */
export interface Fabric {
  /** Makes and starts the container unless it runs. */
  ensure(status: string | undefined, image: string): Promise<void>;
  /** Process ids of the machines that are plugged in. Asks only: the container must run. */
  connected(): Promise<ReadonlySet<number>>;
  /** Lays a cable to the machine; its end there is eth1 with a hardware address made from `address`. */
  lay(pid: number, address: string): Promise<void>;
  plugIn(pid: number): Promise<void>;
}

/** iproute2 opens the machine's /proc/PID/ns/net, hence the host's process ids, SYS_PTRACE and no AppArmor profile. */
const flags = [
  ...['--network', 'none', '--pid', 'host', '--userns', 'host', '--read-only'],
  ...['--cap-drop', 'ALL', '--cap-add', 'NET_ADMIN', '--cap-add', 'SYS_PTRACE'],
  ...[
    '--security-opt',
    'no-new-privileges',
    '--security-opt',
    'apparmor=unconfined',
    '--security-opt',
    'label=disable',
  ],
];

const lookScript = 'cd /sys/class/net && grep -ls 1 v*/carrier || true';
const layScript = `set -e
ip link show lab0 >/dev/null 2>&1 || ip link add lab0 type bridge 2>/dev/null || ip link show lab0 >/dev/null
ip link set lab0 up
ip link show "v$1" >/dev/null 2>&1 || ip link add "v$1" type veth peer name eth1 address "$2" netns "$1"`;
const plugInScript = 'ip link set "v$1" master lab0 up';

export function createFabric(docker: DockerCli, identity: ClusterIdentity): Fabric {
  const name = fabricName(identity.cluster);
  const inside = (script: string, args: string[], what: string) =>
    docker.must(['exec', name, 'sh', '-c', script, 'sh', ...args], { what });
  return {
    async ensure(status, image) {
      if (status === 'running') return;
      const what = t`could not start the lab network`;
      if (status === 'paused') {
        await docker.must(['unpause', name], { what });
        return;
      }
      if (status === undefined) {
        const args = [
          'create',
          '--name',
          name,
          ...labelFlags(identity),
          ...flags,
          image,
          'sleep',
          'infinity',
        ];
        await createUnlessThere(docker, args, { what: t`could not make the lab network` });
      }
      await docker.must(['start', name], { what });
    },
    async connected() {
      const seen = await inside(lookScript, [], t`could not see who is on the lab network`);
      return new Set([...seen.matchAll(/^v(\d+)\/carrier$/gm)].map((match) => Number(match[1])));
    },
    async lay(pid, address) {
      await inside(
        layScript,
        [String(pid), hardwareAddress(address)],
        t`could not lay a cable of the lab network`,
      );
    },
    async plugIn(pid) {
      await inside(plugInScript, [String(pid)], t`could not plug a machine into the lab network`);
    },
  };
}

/** Always the same for an address, so that neighbours need not learn a new one after a restart. */
function hardwareAddress(address: string): string {
  const hex = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return ['02', '42', ...hex].join(':');
}
