import type { Duplex } from 'node:stream';
import pRetry from 'p-retry';
import { t } from 'ttag';
import { hasCode, type SwarmlabError } from '../errors/index.ts';
import { type Connection, NeverAsked, NotOpened, type Session, SessionRefused } from './connection.ts';
import { follow } from './follow.ts';
import type { Journal } from './journal.ts';
import type { Line } from './redial.ts';
import type { Command, Remote, Result, Upload } from './runner.ts';
import { SessionLimit } from './session-limit.ts';
import { brief, cannotDial, interrupted, lost } from './ssh-errors.ts';
import { looksRefused, remoteLine, sudoRefused } from './sudo.ts';
import { sendFile } from './upload.ts';

/** A node behind a line: who logs in, and where it is written down. */
export interface RemoteOptions {
  name: string;
  user: string;
  line: Line;
  journal: Journal;
  signal?: AbortSignal;
}

/** sshd refuses an eleventh session on one connection (MaxSessions 10); two are left for the user's own. */
const sessionsAtOnce = 8;

/** The node as everything else sees it. */
export function remoteOver(options: RemoteOptions): Remote {
  const { name, user, line, journal, signal } = options;
  const limit = new SessionLimit(sessionsAtOnce);

  /** A connection that turns out to be broken before anything was asked of it is replaced, once. */
  async function ask<T>(question: (connection: Connection) => Promise<T>): Promise<T> {
    const first = await line.get();
    try {
      return await question(first);
    } catch (error) {
      if (!(error instanceof NeverAsked) || signal?.aborted) throw error;
      return question(await line.get());
    }
  }

  async function start(command: Pick<Command, 'argv' | 'env' | 'root'>): Promise<Session> {
    const text = remoteLine(command, user);
    for (;;) {
      const release = await limit.take();
      try {
        const session = await ask((connection) => connection.exec(text));
        void session.ended.then(release);
        return session;
      } catch (error) {
        if (error instanceof SessionRefused && limit.shrink()) continue;
        release();
        throw toUser(error, () => lost(name, brief(command.argv), String(error)));
      }
    }
  }

  async function run(command: Command): Promise<Result> {
    journal.write(name, `$ ${remoteLine(command, user)}`);
    const session = await start(command);
    session.stdio.end(command.input);
    const result = await follow(session, { ...command, name, ...(signal ? { signal } : {}) });
    journal.write(name, `${command.secret ? '' : result.stdout + result.stderr}[exit ${result.exitCode}]`);
    return checkSudo(command, result);
  }

  async function checkSudo(command: Pick<Command, 'root'>, result: Result): Promise<Result> {
    if (!command.root || user === 'root' || !looksRefused(result)) return result;
    const probe = await run({ argv: ['sudo', '-n', 'true'] });
    if (probe.exitCode !== 0) throw sudoRefused(name, user, probe);
    return result;
  }

  async function upload(file: Upload): Promise<'uploaded' | 'present'> {
    const node = { name, start, checkSudo, journal, ...(signal ? { signal } : {}) };
    return pRetry(() => sendFile(node, file), {
      retries: 3,
      minTimeout: 500,
      shouldRetry: ({ error }) => hasCode(error, 'E_SSH_LOST'),
    });
  }

  async function stream(command: Pick<Command, 'argv' | 'root'>): Promise<Duplex> {
    journal.write(name, `$ ${remoteLine(command, user)} [as a stream]`);
    const session = await start(command);
    session.stderr.on('data', (chunk: Buffer) => journal.write(name, chunk.toString('utf8')));
    return session.asStream();
  }

  async function dial(host: string, port: number): Promise<Duplex> {
    return ask((connection) => connection.forward(host, port)).catch((error) => {
      const refused = error instanceof SessionRefused;
      throw toUser(error, () => (refused ? cannotDial(name, host, port, error) : lost(name, t`a forward`)));
    });
  }

  function toUser(error: unknown, explain: () => SwarmlabError): unknown {
    if (signal?.aborted) return interrupted(name);
    return error instanceof NotOpened ? explain() : error;
  }

  return { name, user, run, upload, stream, dial, close: () => line.close() };
}
