import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { type ErrorCode, SwarmlabError } from '../../src/errors/index.ts';
import { knownHosts } from '../../src/transport/known-hosts.ts';
import type { Remote } from '../../src/transport/runner.ts';
import { type ConnectOptions, connect } from '../../src/transport/ssh.ts';
import { MemoryJournal } from './memory-journal.ts';
import { SshServer } from './ssh-server.ts';

/** A server and a remote connected to it, both gone when the test is over. */
export interface Pair {
  server: SshServer;
  remote: Remote;
  journal: MemoryJournal;
}

/** How the tests dial `server`: as core-01, impatiently. */
export function dialling(server: SshServer, options: Partial<ConnectOptions> = {}): ConnectOptions {
  return {
    name: 'core-01',
    endpoint: server.endpoint,
    knownHosts: knownHosts(join(server.root, 'known_hosts')),
    journal: new MemoryJournal(),
    deadline: 3000,
    backoff: 20,
    ...options,
  };
}

/** Starts a server for the time of one test. */
export async function serverFor(t: ExecutionContext, user = 'root'): Promise<SshServer> {
  const server = await SshServer.start(user);
  t.teardown(() => server.stop());
  return server;
}

/** Starts a server and connects to it for the time of one test. */
export async function pairFor(
  t: ExecutionContext,
  options: Partial<ConnectOptions> & { user?: string } = {},
): Promise<Pair> {
  const server = await serverFor(t, options.user);
  const journal = new MemoryJournal();
  const remote = await connect(dialling(server, { journal, ...options }));
  t.teardown(() => remote.close());
  return { server, remote, journal };
}

/** Awaits a SwarmlabError with `code` and gives it. */
export async function failsWith(
  t: ExecutionContext,
  code: ErrorCode,
  doing: Promise<unknown>,
): Promise<SwarmlabError> {
  const error = await t.throwsAsync(doing, { instanceOf: SwarmlabError });
  t.is(error.code, code, error.message);
  return error;
}
