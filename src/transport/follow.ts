import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import type { Session } from './connection.ts';
import { lineFeed } from './line-feed.ts';
import type { Command, Result } from './runner.ts';
import { brief, interrupted, lost } from './ssh-errors.ts';

/** What to know about a running session to see it through. */
export interface Following extends Pick<Command, 'argv' | 'timeout' | 'onLine' | 'secret'> {
  /** The node's name. */
  name: string;
  signal?: AbortSignal;
  /** Another reason to give up: when it rejects, the command is stopped and that error thrown. */
  unless?: Promise<never>;
}

/** Waits for a command's end and gives what it said; E_SSH_LOST, E_TIMEOUT or E_INTERRUPTED when it has no end. */
export async function follow(session: Session, following: Following): Promise<Result> {
  const { name, argv, timeout, signal, unless } = following;
  const stdout = collect(session.stdio, following.onLine);
  const stderr = collect(session.stderr, following.onLine);
  const said = (): string => (following.secret ? '' : `${stdout.text()}${stderr.text()}`);
  const stops: (() => void)[] = [];
  const giveUp = new Promise<never>((_, reject) => {
    if (timeout) {
      const timer = setTimeout(() => reject(timedOut(name, argv, timeout, said())), timeout);
      stops.push(() => clearTimeout(timer));
    }
    const onAbort = (): void => reject(interrupted(name));
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort);
    stops.push(() => signal?.removeEventListener('abort', onAbort));
  });
  try {
    const exitCode = await Promise.race([session.ended, giveUp, ...(unless ? [unless] : [])]);
    if (signal?.aborted) throw interrupted(name);
    if (exitCode === undefined) throw lost(name, brief(argv), said());
    stdout.end();
    stderr.end();
    return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
  } catch (error) {
    session.stop();
    throw error;
  } finally {
    for (const stop of stops) stop();
  }
}

function collect(stream: NodeJS.ReadableStream, onLine: Command['onLine']) {
  const chunks: Buffer[] = [];
  const lines = onLine && lineFeed(onLine);
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    lines?.push(chunk);
  });
  return { text: () => Buffer.concat(chunks).toString('utf8'), end: () => lines?.end() };
}

function timedOut(name: string, argv: readonly string[], timeout: number, output: string): SwarmlabError {
  const [command, seconds] = [brief(argv), timeout / 1000];
  return new SwarmlabError('E_TIMEOUT', t`${name}: ${command} took longer than ${seconds} s`, {
    fix: t`Run the same command again; if it happens again, look at the log.`,
    node: name,
    unexplained: true,
    output,
  });
}
