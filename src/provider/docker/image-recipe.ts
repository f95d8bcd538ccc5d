import { createHash } from 'node:crypto';
import type { Arch } from '../host-arch.ts';

/** What the node image is made from, whichever way it is made. */
export const suite = 'trixie';
export const baseImage = `debian:${suite}-slim`;
export const packages = [
  'ca-certificates',
  'curl',
  'iproute2',
  'iptables',
  'iputils-ping',
  'kmod',
  'nftables',
  'openssh-server',
  'openssl',
  'procps',
  'sudo',
  'zstd',
] as const;

/** The first process of a machine. */
export const initPath = '/usr/local/sbin/swarmlab-init';

/**
 * Makes the container a machine, keeps its SSH server up, and shuts down in order: the engine first.
 * An engine needs a writable cgroup tree (Docker mounts it read-only unless privileged), and on cgroup v2 one whose root
 * holds no process, as Docker's own dind does it. Bind mounts with propagation need a shared root. A machine's identity
 * (host key, machine-id) is made at its first start.
 */
const init = `#!/bin/sh
mount --make-rshared /
mount -o remount,rw /sys
for tree in /sys/fs/cgroup/*/ /sys/fs/cgroup; do
  if mountpoint -q "$tree"; then mount -o remount,bind,rw "$tree"; fi
done
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir -p /sys/fs/cgroup/init
  for pid in $(cat /sys/fs/cgroup/cgroup.procs); do echo "$pid" >/sys/fs/cgroup/init/cgroup.procs; done 2>/dev/null
  for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do
    echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control
  done
fi
[ -s /etc/machine-id ] || tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id
[ -s /etc/ssh/ssh_host_ed25519_key ] || {
  rm -f /etc/ssh/ssh_host_*
  ssh-keygen -q -t ed25519 -N '' -C '' -f /etc/ssh/ssh_host_ed25519_key
}
mkdir -p /run/sshd
shut_down() {
  trap '' TERM
  # The engine waits 5 s for whoever still listens to its events, as the mesh fallback does.
  read -r mesh _ 2>/dev/null </run/swarmlab/mesh.pid && kill -TERM "$mesh"
  # Or it would be started again.
  rm -f /run/swarmlab/dockerd.pid
  pkill -TERM -x dockerd
  tries=0
  while pgrep -x dockerd >/dev/null && [ $tries -lt 150 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -TERM -1
  sleep 0.2
  exit 0
}
trap shut_down TERM
while :; do
  /usr/sbin/sshd -D -e &
  wait $!
  sleep 1
done
`;

const sshdConfig = `HostKey /etc/ssh/ssh_host_ed25519_key
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UseDNS no
MaxStartups 200
MaxSessions 200
PerSourcePenalties no
`;

/** Run as root inside the new system, by sh -e. No identity stays in the image: every machine makes its own. */
export const setUp = `
cat >${initPath} <<'END'
${init}END
chmod 755 ${initPath}
cat >/etc/ssh/sshd_config.d/swarmlab.conf <<'END'
${sshdConfig}END
useradd --create-home --shell /bin/bash swarmlab
usermod --password '*' swarmlab
echo 'swarmlab ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/swarmlab
chmod 440 /etc/sudoers.d/swarmlab
install -d -m 700 /root/.ssh
install -d -m 700 -o swarmlab -g swarmlab /home/swarmlab/.ssh
rm -f /etc/ssh/ssh_host_* /var/lib/dbus/machine-id
: >/etc/machine-id
`;

/** For `docker build -` without a context: the script is part of the file, JSON being what RUN takes. */
export const dockerfile = `FROM ${baseImage}
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${packages.join(' ')} && rm -rf /var/lib/apt/lists/*
RUN ${JSON.stringify(['sh', '-ec', setUp])}
CMD ["${initPath}"]
`;

/** Documentation that a node has no use for; the slim images leave it out as well. */
export const leftOut = [
  '/usr/share/doc/*',
  '/usr/share/info/*',
  '/usr/share/locale/*',
  '/usr/share/man/*',
] as const;

/** Changes with everything that the image is made from. */
export const recipeHash = createHash('sha256')
  .update(dockerfile)
  .update(leftOut.join())
  .digest('hex')
  .slice(0, 12);

/** Its file tree in an offline kit. */
export function nodeImageInKit(arch: Arch): string {
  return `node-image/${recipeHash}-${arch}.tar.gz`;
}

/** The node image that this version uses. */
export const nodeImage = `swarmlab/node:${recipeHash}`;
