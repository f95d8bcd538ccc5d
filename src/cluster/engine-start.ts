import type { Remote } from '../transport/runner.ts';
import { keyValues } from './key-values.ts';

/**
 * A part of a POSIX shell script that prints `engine_start=...`, which differs between any two starts of a machine's
 * engine: the kernel's boot id, and when in that boot its process began. Nothing where none runs.
 * `pidFile`: where the engine wrote its process id.
 */
export function engineStartProbe(pidFile = '/var/run/docker.pid'): string {
  return `
if pid=$(cat ${pidFile}) && stat=$(cat "/proc/\${pid:-none}/stat"); then
  set -- \${stat##*) }
  echo "engine_start=$(cat /proc/sys/kernel/random/boot_id) \${20}"
fi 2>/dev/null
`;
}

/** Which start of the engine this is; empty where none runs. */
export async function engineStart(remote: Remote): Promise<string> {
  const { stdout } = await remote.run({
    argv: ['sh', '-c', engineStartProbe()],
    root: true,
    timeout: 30_000,
  });
  return keyValues(stdout).get('engine_start')?.[0] ?? '';
}
