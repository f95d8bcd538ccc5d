import { type ChildProcess, spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** How a `swarmlab` process ended. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A cluster in a folder of its own, driven through the compiled program as a user would. */
export class ScratchCluster {
  readonly folder: string;
  readonly name: string;
  readonly #program: readonly string[];

  /** `program`: what to type instead of `swarmlab`; when absent, the compiled program of this tree. */
  constructor(name: string, program: readonly string[] = [process.execPath, path.resolve('dist/main.js')]) {
    this.#program = program;
    this.name = `test-${name}-${process.pid}`;
    this.folder = mkdtempSync(path.join(os.tmpdir(), `swarmlab-${name}-`));
  }

  /** Starts `swarmlab ARGS` in the cluster's folder, as leader of a process group of its own, as shells do it. */
  spawn(...args: string[]): ChildProcess {
    const [file = '', ...before] = this.#program;
    return spawn(file, [...before, '-C', this.folder, ...args], { detached: true });
  }

  /** Runs `swarmlab ARGS` to its end. */
  async run(...args: string[]): Promise<Ended> {
    return ended(this.spawn(...args));
  }

  /** Runs `swarmlab ARGS`, which must succeed; returns its standard output. */
  async must(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) throw new Error(`swarmlab ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Runs a shell script on a node, as root, which must succeed. */
  async on(node: string, script: string): Promise<string> {
    return this.must('ssh', node, asRoot(script));
  }

  /** Solves a lab as its solution does, on the first node; returns what it says. */
  solve(lab: string): Promise<string> {
    return this.play(lab, 'solution.sh');
  }

  /** Runs a script of a lab, as in `mistakes/host-mode.sh`, on the first node; returns what it says. */
  async play(lab: string, script: string): Promise<string> {
    const text = createReadStream(`labs/${lab}/${script}`);
    const { code, stdout, stderr } = await ended(this.spawn('ssh', 'core-01', 'sh', '-s'), text);
    if (code !== 0) throw new Error(`${script} of ${lab} ended with ${code}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Whether a lab's check passes within `deadline` ms: services that were interrupted need some seconds to run again. */
  async passes(lab: string, deadline = 30_000): Promise<boolean> {
    const end = Date.now() + deadline;
    for (;;) {
      if ((await this.run('lab', 'check', lab)).code === 0) return true;
      if (Date.now() > end) return false;
    }
  }

  /** The host names that a manager has in its node list, sorted. */
  async members(manager = 'core-01'): Promise<string[]> {
    const list = await this.on(manager, "docker node ls --format '{{.Hostname}}'");
    return list.trim().split('\n').sort();
  }

  /** What Docker on the host calls a machine, or its disk. */
  machine(node: string): string {
    return `swarmlab-${this.name}.${node}`;
  }

  init(...flags: string[]): Promise<string> {
    return this.must('init', '--yes', '--provider', 'docker', '--cluster', this.name, ...flags);
  }

  async states(): Promise<string[]> {
    const { nodes } = JSON.parse(await this.must('status', '--json')) as { nodes: { status: string }[] };
    return nodes.map((node) => node.status);
  }

  /** Why nodes are not Ready that ought to be: it is in the engines' logs, which go with the cluster. Empty where all are. */
  async whyNotReady(states: readonly string[]): Promise<string> {
    if (states.every((state) => state === 'ready')) return '';
    const look = `hostname; date; ps -o pid,etimes,args -C dockerd; docker info 2>&1 | tail -n 3
      grep -A 15 '^fatal error\\|^panic: ' /var/log/swarmlab/dockerd.log | tail -n 40
      grep -v 'Inconsistent\\|kernel parameter' /var/log/swarmlab/dockerd.log | tail -n 30`;
    const nodes = states.map((_, at) => `core-0${at + 1}`);
    const looks = await Promise.all(nodes.map((node) => this.run('ssh', node, asRoot(look))));
    return looks.map(({ stdout, stderr }) => `${stdout}${stderr}`).join('\n');
  }

  /** Removes the cluster and its folder. */
  async remove(): Promise<void> {
    await this.must('down', '--keep-cache');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function asRoot(script: string): string {
  return `sudo -n sh -c '${script.replaceAll("'", `'\\''`)}'`;
}

/** Waits for a process to end; it gets `input` on standard input, nothing when absent. */
export async function ended(child: ChildProcess, input: Readable = Readable.from([])): Promise<Ended> {
  // A process that ends before it has read everything says why by its exit code.
  child.stdin?.on('error', () => {});
  if (child.stdin) input.pipe(child.stdin);
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
      child.on('close', (...end) => resolve(end)),
    ),
  ]);
  return { code, signal, stdout, stderr };
}

/** Waits until a process has written a line that matches to standard error. Resolves to false when it ended without. */
export function said(child: ChildProcess, pattern: RegExp): Promise<boolean> {
  return new Promise((resolve) => {
    let seen = '';
    child.stderr?.on('data', (chunk) => {
      seen += chunk;
      if (pattern.test(seen)) resolve(true);
    });
    child.on('close', () => resolve(false));
  });
}
