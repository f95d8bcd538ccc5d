import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs `docker ARGS` on the Docker host that the machines are on; it must succeed. Returns its standard output. */
export async function docker(...args: string[]): Promise<string> {
  return (await promisify(execFile)('docker', args)).stdout.trim();
}

/** Everything that the Docker host has of a cluster: machines with their state and start, and disks. */
export async function belongings(cluster: string): Promise<string> {
  const filter = ['--filter', `label=swarmlab.cluster=${cluster}`];
  const ids = await docker('ps', '--all', '--quiet', '--no-trunc', ...filter);
  const format = '{{.Name}} {{.State.Status}} {{.State.StartedAt}}';
  const machines = ids ? await docker('inspect', '--format', format, ...ids.split('\n')) : '';
  return `${machines}\n${await docker('volume', 'ls', '--quiet', ...filter)}`.trim();
}
