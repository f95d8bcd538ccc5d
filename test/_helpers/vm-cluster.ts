import { execFile } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { ScratchCluster } from './scratch-cluster.ts';

/** The box that `scripts/e2e-vagrant` has added. */
export const boxName = 'swarmlab/debian-13';

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
      boxName,
      // What other labs need is not loaded: emulated machines take their time.
      '--labs',
      'whoami',
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
    note(what, (Date.now() - begun) / 1000);
  }
}

/** Adds a line for each phase of an `up`, from what it printed: the seconds of the slowest node. */
export function notePhases(printed: string): void {
  const slowest = new Map<string, number>();
  for (const [, phase = '', minutes, seconds] of printed.matchAll(
    /^\S+: ([A-Z][^:]+): .*\((?:(\d+) min )?([\d.]+) s\)$/gm,
  )) {
    slowest.set(phase, Math.max(slowest.get(phase) ?? 0, 60 * Number(minutes ?? 0) + Number(seconds)));
  }
  for (const [phase, seconds] of slowest) note(`  ${phase}`, seconds);
}

/** As the script prints its own lines. */
function note(what: string, seconds: number): void {
  const table = process.env.SWARMLAB_TIMES;
  if (table) appendFileSync(table, `${what.padEnd(34)} ${String(Math.round(seconds)).padStart(4)} s\n`);
}
