import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { ScratchCluster } from '../scratch-cluster.ts';

/** A shell on a node that stays open from block to block, as a learner's does, with a terminal: folders and variables stay. */
export class NodeShell {
  readonly #child: ChildProcess;
  #printed = '';
  #wake: () => void = () => {};
  #ended = false;

  constructor(cluster: ScratchCluster, node: string) {
    const config = path.join(cluster.folder, '.swarmlab/ssh_config');
    const shell = 'stty -echo cols 250; PS1= PS2= exec bash --norc';
    this.#child = spawn('ssh', ['-F', config, '-q', '-tt', node, shell]);
    this.#child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      this.#printed += chunk;
      this.#wake();
    });
    this.#child.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** Whether it ended, as with its node. */
  get hasEnded(): boolean {
    return this.#ended;
  }

  /** Types commands; returns what they print and the exit code of the last one. */
  async type(commands: string): Promise<{ printed: string; code: number }> {
    const mark = `typed-${Math.random().toString(36).slice(2)}`;
    this.#printed = '';
    // Read as a whole before it runs: a sudo with a terminal of its own eats what is typed ahead.
    this.#child.stdin?.write(`{\n${commands}\n}; echo "${mark}=$?"\n`);
    const end = new RegExp(`${mark}=(\\d+)\\r?\n`);
    for (;;) {
      const done = end.exec(this.#printed);
      if (done) return { printed: this.#printed.slice(0, done.index), code: Number(done[1]) };
      if (this.#ended) throw new Error(`the shell has ended:\n${this.#printed}`);
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  close(): void {
    this.#child.kill();
  }
}
