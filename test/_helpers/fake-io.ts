import { EventEmitter } from 'node:events';
import { Readable, Writable } from 'node:stream';
import type { CommandContext } from '../../src/cli/context.ts';
import type { Io, OutStream } from '../../src/cli/io.ts';

/** A world for a command: what it writes is kept, nothing is a terminal unless said. */
export class FakeIo extends EventEmitter implements Io {
  /** All of standard output and standard error so far. */
  out = '';
  err = '';
  readonly stdin = Readable.from([]);
  readonly stdout: OutStream = into((text) => {
    this.out += text;
  });
  readonly stderr: OutStream = into((text) => {
    this.err += text;
  });
  readonly env: NodeJS.ProcessEnv;
  readonly #folder: string;

  constructor(folder = '/nowhere', env: NodeJS.ProcessEnv = {}) {
    super();
    this.#folder = folder;
    this.env = env;
  }

  cwd(): string {
    return this.#folder;
  }

  exit(code: number): never {
    throw new Error(`left at once with ${code}`);
  }
}

function into(take: (text: string) => void): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      take(String(chunk));
      done();
    },
  });
}

/** A context around it; `abort` is Ctrl-C, `codes` what the command wanted to exit with. */
export function fakeContext(io: FakeIo): {
  context: CommandContext;
  abort: AbortController;
  codes: number[];
} {
  const abort = new AbortController();
  const codes: number[] = [];
  const context = {
    io,
    language: 'en' as const,
    signal: abort.signal,
    folder: '.',
    exitWith: (code: number) => void codes.push(code),
  };
  return { context, abort, codes };
}
