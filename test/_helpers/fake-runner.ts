import { shellLine } from '../../src/transport/quote.ts';
import type { Command, Result, Runner } from '../../src/transport/runner.ts';

type Answer = Partial<Result> | ((command: Command) => Partial<Result> | Promise<Partial<Result>>);

/** A runner that knows its lines: commands are matched in the order of the script's entries; an unexpected one throws. */
export class FakeRunner implements Runner {
  /** Every command that ran, as a shell line, in order. */
  readonly ran: string[] = [];
  /** The same commands, whole. */
  readonly commands: Command[] = [];
  readonly #script: [RegExp, Answer][] = [];

  /** From now on, commands whose shell line matches `pattern` get `answer`. Later entries win over earlier ones. */
  on(pattern: RegExp, answer: Answer = {}): this {
    this.#script.unshift([pattern, answer]);
    return this;
  }

  async run(command: Command): Promise<Result> {
    const line = shellLine(command.argv);
    this.ran.push(line);
    this.commands.push(command);
    const entry = this.#script.find(([pattern]) => pattern.test(line));
    if (!entry) throw new Error(`unexpected command: ${line}`);
    const answer = typeof entry[1] === 'function' ? await entry[1](command) : entry[1];
    const result = { exitCode: 0, stdout: '', stderr: '', ...answer };
    if (command.onLine)
      for (const text of `${result.stdout}${result.stderr}`.split('\n')) if (text) command.onLine(text);
    return result;
  }
}
