import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExecutionContext } from 'ava';

/** A folder that stands in for the root of a Linux system, to run parts of scripts on. */
export class FakeSystem {
  readonly root = mkdtempSync(path.join(tmpdir(), 'fake-system-'));
  readonly #bin = path.join(this.root, 'bin');

  constructor(t: ExecutionContext) {
    mkdirSync(this.#bin);
    for (const program of ['cat', 'grep']) symlinkSync(`/bin/${program}`, path.join(this.#bin, program));
    t.teardown(() => rmSync(this.root, { recursive: true }));
  }

  /** Writes a file; its folders are made. */
  file(name: string, content = ''): this {
    const file = path.join(this.root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return this;
  }

  /** A program, as a shell script; every call of it is remembered. There are no others but cat and grep. */
  program(name: string, body = ''): this {
    const file = path.join(this.#bin, name);
    writeFileSync(file, `#!/bin/sh\necho "${name} $*" >>${this.root}/calls\n${body}\n`);
    chmodSync(file, 0o755);
    return this;
  }

  /** What a script prints, run by sh on this system; it must leave nothing on standard error. */
  run(script: string): string {
    const { stdout, stderr, status } = spawnSync('/bin/sh', ['-c', script], {
      encoding: 'utf8',
      env: { PATH: this.#bin },
    });
    if (status !== 0 || stderr !== '') throw new Error(`exit ${status}: ${stderr}`);
    return stdout;
  }

  /** The calls of its programs, in order. */
  get calls(): string[] {
    const file = path.join(this.root, 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }
}
