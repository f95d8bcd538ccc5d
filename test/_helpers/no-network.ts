import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.ts';

const flags = ['--net', '--pid', '--mount', '--mount-proc', '--fork', '--kill-child'];

/** Whether such a place can be made here: as root, on Linux, with dockerd installed. */
export function canBeAlone(): boolean {
  const script = 'PATH=$PATH:/usr/sbin:/sbin; ip link set lo up && command -v dockerd';
  return spawnSync('unshare', [...flags, 'sh', '-c', script]).status === 0;
}

/**
 * A place with no network but its own loopback, and a Docker Engine of its own in it, without any image: namespaces for
 * network, processes and mounts. All that runs in it ends with it.
 */
export class NoNetwork {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'no-network-'));
  readonly #keeper: ChildProcess;

  private constructor() {
    const engine = [
      ...['--data-root', this.#at('data'), '--exec-root', this.#at('exec')],
      ...['--pidfile', this.#at('pid'), '--host', this.#socket],
    ];
    const script = 'PATH=$PATH:/usr/sbin:/sbin; ip link set lo up && exec dockerd "$@"';
    this.#keeper = spawn('unshare', [...flags, 'sh', '-c', script, 'sh', ...engine], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(this.#at('dockerd.log'));
    this.#keeper.stdout?.pipe(log);
    this.#keeper.stderr?.pipe(log);
  }

  /** Returns when the engine answers. */
  static async start(): Promise<NoNetwork> {
    const place = new NoNetwork();
    const answers = () => spawnSync('docker', ['--host', place.#socket, 'version']).status === 0;
    try {
      await eventually(() => place.#keeper.exitCode !== null || answers(), 60_000);
      if (place.#keeper.exitCode !== null) throw new Error('dockerd ended');
      return place;
    } catch (error) {
      const log = readFileSync(place.#at('dockerd.log'), 'utf8');
      place.stop();
      throw new Error(`no Docker Engine without a network: ${error}\n${log}`);
    }
  }

  get #socket(): string {
    return `unix://${this.#at('docker.sock')}`;
  }

  #at(name: string): string {
    return path.join(this.folder, name);
  }

  /** What to put in front of a command that is to run in it, with an empty cache in `cache`. */
  enter(cache: string): string[] {
    const [first = ''] = readFileSync(
      `/proc/${this.#keeper.pid}/task/${this.#keeper.pid}/children`,
      'utf8',
    ).split(' ');
    const variables = [`DOCKER_HOST=${this.#socket}`, `SWARMLAB_CACHE=${cache}`];
    return ['nsenter', '--target', first, '--net', 'env', ...variables];
  }

  /** What a shell script prints in it. */
  async run(script: string): Promise<string> {
    const [program = '', ...args] = [...this.enter(''), 'sh', '-c', script];
    return (await promisify(execFile)(program, args)).stdout;
  }

  stop(): void {
    this.#keeper.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}
