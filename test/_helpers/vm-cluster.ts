import { execFile } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { ScratchCluster } from './scratch-cluster.ts';

/** The box that `scripts/e2e-vagrant` has added. */
const box = 'swarmlab/debian-13';

/** A cluster of VMs, in the surroundings that `scripts/e2e-vagrant` makes. */
export class VmCluster extends ScratchCluster {
  override init(...flags: string[]): Promise<string> {
    const cluster = [
      '--cluster',
      this.name,
      '--provider',
      'vagrant',
      '--hypervisor',
      'libvirt',
      '--box',
      box,
    ];
    return this.must('init', '--yes', ...cluster, ...flags);
  }

  /** What the hypervisor calls a machine. */
  override machine(node: string): string {
    return `swarmlab-${this.name}-${node}`;
  }
}

/** Runs `virsh ARGS`, which must succeed. Returns its standard output. */
export async function virsh(...args: string[]): Promise<string> {
  return (await promisify(execFile)('virsh', args)).stdout.trim();
}

/** Does the work and adds a line to the table of times that `scripts/e2e-vagrant` prints. */
export async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const begun = Date.now();
  try {
    return await work();
  } finally {
    const table = process.env.SWARMLAB_TIMES;
    if (table) appendFileSync(table, line(what, Date.now() - begun));
  }
}

/** As the script prints its own lines. */
function line(what: string, ms: number): string {
  return `${what.padEnd(34)} ${String(Math.round(ms / 1000)).padStart(4)} s\n`;
}
