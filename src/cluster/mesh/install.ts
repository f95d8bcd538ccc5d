import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { t } from 'ttag';
import { packageFile } from '../../files/package-file.ts';
import { mustRun } from '../../transport/must-run.ts';
import type { Remote } from '../../transport/runner.ts';

/** Read from the package's sources: the build compiles TypeScript and copies nothing. */
const script = packageFile('src/cluster/mesh/swarmlab-mesh.pl');

/** Where the program is on a node. */
export const meshProgram = '/usr/local/sbin/swarmlab-mesh';

/**
 * Puts the mesh fallback on a node whose kernel has no IPVS and starts it: a unit where systemd runs the node, else a
 * process of its own (pid file /run/swarmlab/mesh.pid, log /var/log/swarmlab/mesh.log). Safe to repeat: `running` when this
 * very version runs already; an older one is replaced, and the rules stay in force meanwhile. E_SWARM, E_UPLOAD, E_SSH_LOST.
 */
export async function installMesh(
  remote: Remote,
  options: { systemd: boolean },
): Promise<'started' | 'running'> {
  const content = await readFile(script);
  const sha256 = createHash('sha256').update(content).digest('hex');
  await remote.upload({ from: script, to: meshProgram, sha256, bytes: content.length, mode: 0o755 });
  const argv = [meshProgram, 'ensure', ...(options.systemd ? ['--systemd'] : [])] as const;
  const { stdout } = await mustRun(
    remote,
    { argv: [...argv], root: true, timeout: 60_000 },
    {
      code: 'E_SWARM',
      what: t`could not start the mesh fallback`,
      fix: t`Look into /var/log/swarmlab/mesh.log there; the node needs perl, nft, iptables, ip and nsenter.`,
      node: remote.name,
    },
  );
  return stdout.trim() === 'running' ? 'running' : 'started';
}
