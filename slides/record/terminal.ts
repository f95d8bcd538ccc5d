import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { size } from './cast.ts';
import type { Recorder } from './recorder.ts';

/** Where to open a shell: how it is started with a terminal of its own, and what its prompt says. */
export interface Place {
  argv: readonly [string, ...string[]];
  prompt: string;
  /** Run before anything is shown. */
  prepare?: string;
}

/** Milliseconds that a reader is given. */
const pace = { key: 35, longest: 2500, beforeEnter: 350, comment: 900, afterwards: 1300 };

/** Marks that the prompts carry, out of sight: the exit code, and that the shell waits. Source: "semantic prompts", OSC 133. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: such marks begin and end with control characters
const marks = /\x1b\]133;(D;\d+|B|C)\x07/g;

/** A shell in a terminal, typed into as by a person. */
export class Terminal {
  readonly #child: ChildProcess;
  readonly #recorder: Recorder;
  readonly #place: Place;
  #rest = '';
  #printed = '';
  #waits: 'no' | 'for a command' | 'for more' = 'no';
  #code = 0;
  #ended = false;
  /** Whether what it prints is a part of the demo. */
  #isShown = false;
  #wake: () => void = () => {};

  private constructor(place: Place, recorder: Recorder) {
    this.#place = place;
    this.#recorder = recorder;
    const [file, ...args] = place.argv;
    this.#child = spawn(file, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, TERM: 'xterm-256color' },
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (chunk: string) => this.#read(chunk));
    this.#child.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** Opens a shell; nothing of it is shown yet. */
  static async open(place: Place, recorder: Recorder): Promise<Terminal> {
    const terminal = new Terminal(place, recorder);
    const setUp = [
      `stty cols ${size.width} rows ${size.height}`,
      "unset HISTFILE; set +H; bind 'set enable-bracketed-paste off'; cd",
      place.prepare ?? ':',
      `PS2='\\[\\e]133;C\\a\\]> ' PS1='\\[\\e]133;D;$?\\a\\]\\[\\e[1;32m\\]${place.prompt}\\[\\e[0m\\] $ \\[\\e]133;B\\a\\]'`,
    ];
    terminal.#child.stdin?.write(`${setUp.join('\n')}\n`);
    await terminal.#until();
    return terminal;
  }

  /** Shows the prompt of this shell, on a line of its own. */
  appear(): void {
    this.#isShown = true;
    this.#recorder.output(`\r\x1b[K\x1b[1;32m${this.#place.prompt}\x1b[0m $ `);
  }

  /** Types a comment. */
  async say(comment: string): Promise<void> {
    await this.#type(comment);
    await pause(pace.comment);
  }

  /** Types a command, of one line or several, and waits for its end. Throws where it fails. */
  async run(command: string): Promise<void> {
    this.#recorder.mark(command);
    await this.#type(command);
    this.#mustBeWell(command);
    await pause(pace.afterwards);
  }

  /** Runs something in the shell that is not shown. Returns what it printed and its exit code. */
  async unseen(command: string): Promise<{ printed: string; code: number }> {
    this.#isShown = false;
    this.#printed = '';
    // What is printed begins behind a sign that the typed line has not; in one line, whatever is in it.
    const script = Buffer.from(`printf '\\036'\n${command}`).toString('base64');
    await this.#enter(`eval "$(base64 -d <<<${script})"`);
    const [, said = ''] = this.#printed.split('\x1e');
    const printed = said.slice(0, Math.max(0, said.lastIndexOf('\x1b[1;32m')));
    this.#isShown = true;
    return { printed: printed.replaceAll('\r\n', '\n').trim(), code: this.#code };
  }

  close(): void {
    if (this.#waits === 'for a command') this.#child.stdin?.end('exit\n');
    else this.#child.kill();
  }

  async #type(text: string): Promise<void> {
    const each = Math.min(pace.key, pace.longest / text.length);
    for (const line of text.split('\n')) {
      for (const key of line) {
        this.#child.stdin?.write(key);
        await pause(each);
      }
      await pause(Math.min(pace.beforeEnter, 10 * each));
      await this.#enter('');
    }
  }

  /** Ends a line with this text, and waits until the shell waits. */
  async #enter(text: string): Promise<void> {
    this.#waits = 'no';
    this.#child.stdin?.write(`${text}\n`);
    await this.#until();
  }

  #mustBeWell(command: string): void {
    if (this.#waits !== 'for a command') throw new Error(`the shell waits for more of: ${command}`);
    if (this.#code !== 0) throw new Error(`ended with ${this.#code}: ${command}`);
  }

  /** Waits until the shell waits. */
  async #until(): Promise<void> {
    while (this.#waits === 'no') {
      if (this.#ended) throw new Error(`the shell on ${this.#place.prompt} has ended:\n${this.#printed}`);
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  #read(chunk: string): void {
    const text = this.#rest + chunk;
    // A mark may come in two parts.
    const open = text.lastIndexOf('\x1b]');
    const cut = open >= 0 && !text.includes('\x07', open) ? open : text.length;
    this.#rest = text.slice(cut);
    const shown = text.slice(0, cut).replace(marks, (_, mark: string) => {
      if (mark.startsWith('D;')) this.#code = Number(mark.slice(2));
      else this.#waits = mark === 'B' ? 'for a command' : 'for more';
      return '';
    });
    this.#printed += shown;
    if (this.#isShown) this.#recorder.output(shown);
    this.#wake();
  }
}
