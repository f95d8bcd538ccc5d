import { readFile } from 'node:fs/promises';
import ssh2, { type ServerHostKeyAlgorithm } from 'ssh2';
import { t } from 'ttag';
import { type Connection, DialFailed } from './connection.ts';
import { dialFailure, isRefusedKey } from './dial-failure.ts';
import type { Journal } from './journal.ts';
import type { KnownHosts } from './known-hosts.ts';
import { openProxy } from './proxy.ts';
import { openLine } from './redial.ts';
import { remoteOver } from './remote.ts';
import type { Endpoint, Remote } from './runner.ts';
import { asConnection, endSoon } from './ssh-connection.ts';
import { authFailed } from './ssh-errors.ts';

/** How to reach one node. Times in milliseconds. */
export interface ConnectOptions {
  /** The node's name: for messages, and its alias among the known hosts. */
  name: string;
  endpoint: Endpoint;
  knownHosts: KnownHosts;
  journal: Journal;
  /** Ends whatever runs (E_INTERRUPTED) and closes the connection for good. */
  signal?: AbortSignal;
  /** For one try to dial; default 10 000. */
  dialTimeout?: number;
  /** For how long dialling is repeated while the node does not answer; default 30 000. */
  deadline?: number;
  /** Pause before the second try, doubled up to 2 s; default 200. */
  backoff?: number;
}

/**
 * Connects to a node and keeps the connection for everything that is asked of it; what finds it broken dials anew.
 * E_SSH_UNREACHABLE after `deadline`; at once E_SSH_AUTH (key turned down) and E_HOST_KEY (another machine answers).
 */
export async function connect(options: ConnectOptions): Promise<Remote> {
  const { name, endpoint, journal, dialTimeout = 10_000, deadline = 30_000, backoff = 200 } = options;
  const signal = options.signal ? { signal: options.signal } : {};
  const open = (over: AbortSignal) => openConnection(options, dialTimeout, over);
  const line = openLine({ name, endpoint, open, deadline, backoff, ...signal });
  await line.get();
  return remoteOver({ name, user: endpoint.user, line, journal, ...signal });
}

/** A new ed25519 key pair: the private half in OpenSSH's format, the public half as one line. */
export function generateKeyPair(comment: string): { privateKey: string; publicLine: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment });
    // About one pair in 200 is written a byte short (a leading zero is lost) and cannot be read by anybody.
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) {
      return { privateKey: pair.private, publicLine: pair.public.trim() };
    }
  }
}

/** What to ask a machine for whose key of a type is known: else it may show another of its keys. */
const hostKeyAlgorithms: Record<string, ServerHostKeyAlgorithm[]> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
};

async function openConnection(
  options: ConnectOptions,
  timeout: number,
  over: AbortSignal,
): Promise<Connection> {
  const { name, endpoint, knownHosts } = options;
  const privateKey = await readFile(endpoint.keyFile).catch((error: Error) => {
    throw authFailed(name, endpoint, t`its key cannot be read: ${error.message}`, error);
  });
  const preferred = knownHosts.types(name).flatMap((type) => hostKeyAlgorithms[type] ?? []);
  const client = new ssh2.Client();
  const ended = new Promise<void>((resolve) => client.once('end', resolve).once('close', resolve));
  let problem: unknown;
  const ready = new Promise<void>((resolve, reject) => {
    client.once('ready', resolve);
    client.on('error', (error) => {
      if (isRefusedKey(error))
        problem ??= authFailed(name, endpoint, t`its sshd refuses ${endpoint.keyFile}`, error);
      reject(problem ?? dialFailure(error, timeout));
    });
    void ended.then(() => reject(problem ?? new DialFailed(t`the connection was closed`, true)));
  });
  let established = false;
  const hangUp = (): void => {
    // Not at once: whoever runs a command hears of the abort too, and still has its session to stop.
    if (established) setImmediate(() => endSoon(client));
    else client.destroy();
  };
  over.throwIfAborted();
  over.addEventListener('abort', hangUp, { once: true });
  void ended.then(() => over.removeEventListener('abort', hangUp));
  client.once('connect', () => client.setNoDelay(true));
  try {
    client.connect({
      host: endpoint.host,
      port: endpoint.port,
      username: endpoint.user,
      privateKey,
      readyTimeout: timeout,
      keepaliveInterval: 5000,
      keepaliveCountMax: 3,
      // Ciphers stay as they are by default: AES-GCM first where the CPU has instructions for it.
      algorithms: { serverHostKey: { remove: preferred, prepend: preferred, append: [] } },
      hostVerifier: (key: Buffer) => {
        try {
          return Boolean(knownHosts.check(name, key));
        } catch (error) {
          problem = error;
          return false;
        }
      },
      ...(endpoint.proxyCommand ? { sock: openProxy(endpoint.proxyCommand) } : {}),
    });
  } catch (error) {
    ready.catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    throw authFailed(name, endpoint, `${endpoint.keyFile}: ${reason}`, error);
  }
  await ready.catch((error) => {
    client.destroy();
    throw error;
  });
  established = true;
  return asConnection(client, ended);
}
