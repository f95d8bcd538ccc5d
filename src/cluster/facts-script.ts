import { engineStartProbe } from './engine-start.ts';
import { appArmorProbe } from './kernel/apparmor-probe.ts';
import { kernelProbe } from './kernel/kernel-probe.ts';

/**
 * One POSIX shell script, one round trip: everything `up` wants to know of a machine, as `key=value` lines. Runs as root,
 * changes nothing. `engine` is the engine's own JSON (`docker info`), absent where none answers.
 */
export const factsScript = `
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
echo "epoch=$(date +%s.%N)"
echo "hostname=$(hostname)"
echo "machine_id=$(cat /etc/machine-id 2>/dev/null)"
echo "arch=$(uname -m)"
echo "kernel=$(uname -r)"
if [ -d /run/systemd/system ]; then echo init=systemd; else echo init=none; fi
echo "glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d' ' -f2)"
echo "memory_kib=$(sed -n 's/^MemTotal: *\\([0-9]*\\) kB/\\1/p' /proc/meminfo)"
echo "memory_limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null)"
echo "disk_kib=$(df -Pk /opt 2>/dev/null | sed -n '2s/  */ /gp' | cut -d' ' -f4)"
echo "data_disk_kib=$(df -Pk /var/lib 2>/dev/null | sed -n '2s/  */ /gp' | cut -d' ' -f4)"
for tool in zstd iptables nft curl apt-get; do command -v $tool >/dev/null 2>&1 && echo "tool=$tool"; done
ip -o -4 addr show 2>/dev/null | while read -r _ interface _ cidr _; do echo "address=$interface $cidr"; done
ip -4 route show 2>/dev/null | while read -r route; do echo "route=$route"; done
sed 's/^/hosts=/' /etc/hosts 2>/dev/null
[ -s /var/lib/docker/swarm/docker-state.json ] && echo member=yes
${engineStartProbe()}${kernelProbe()}${appArmorProbe()}[ -S /var/run/docker.sock ] && command -v docker >/dev/null 2>&1 &&
  timeout 10 docker info --format 'engine={{json .}}' 2>/dev/null | grep '^engine={.*"ServerVersion":"[^"]'
exit 0
`;
