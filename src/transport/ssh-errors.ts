import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { shellLine } from './quote.ts';
import type { Endpoint } from './runner.ts';

const again = () => t`Run the same command again; it goes on from here.`;

/** The user pressed Ctrl-C. */
export function interrupted(node: string): SwarmlabError {
  return new SwarmlabError('E_INTERRUPTED', t`${node}: interrupted`, { fix: again(), node });
}

/** The connection broke, or the session's end was never told. */
export function lost(node: string, what: string, output?: string): SwarmlabError {
  return new SwarmlabError('E_SSH_LOST', t`${node}: the SSH connection broke while running ${what}`, {
    fix: again(),
    node,
    ...(output ? { output } : {}),
  });
}

/** Nothing answers as an SSH server should. */
export function unreachable(node: string, endpoint: Endpoint, reason: string, cause: unknown): SwarmlabError {
  const { host, port } = endpoint;
  const [proxy] = endpoint.proxyCommand ?? [];
  const sentence = proxy
    ? t`${node} cannot be reached by SSH through ${proxy}: ${reason}`
    : t`${node} cannot be reached by SSH at ${host}:${port}: ${reason}`;
  return new SwarmlabError('E_SSH_UNREACHABLE', sentence, {
    fix: t`See that ${node} runs and its sshd is up (swarmlab status), then run the same command again.`,
    node,
    cause,
  });
}

/** The node turned our key down, or the key cannot be used. */
export function authFailed(node: string, endpoint: Endpoint, reason: string, cause: unknown): SwarmlabError {
  const { host, port, user, keyFile } = endpoint;
  return new SwarmlabError('E_SSH_AUTH', t`${node}: cannot log in as ${user} at ${host}:${port}: ${reason}`, {
    fix: t`Put the public half of ${keyFile} into ~${user}/.ssh/authorized_keys on ${node}, or name another user or key.`,
    node,
    cause,
  });
}

/** The node itself got no TCP connection to where it should. */
export function cannotDial(node: string, host: string, port: number, cause: Error): SwarmlabError {
  const reason = cause.message.replace('(SSH) Channel open failure: ', '').toLowerCase() || t`refused`;
  return new SwarmlabError('E_NODE_COMMAND', t`${node} cannot connect to ${host}:${port}: ${reason}`, {
    fix: t`See that something listens there, and that sshd on ${node} allows forwarding (AllowTcpForwarding).`,
    node,
    cause,
  });
}

/** A command as a message names it: its first 60 characters, on one line. */
export function brief(argv: readonly string[]): string {
  const line = shellLine(argv).replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
