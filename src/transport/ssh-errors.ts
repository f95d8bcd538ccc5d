import { SwarmlabError } from '../errors/index.ts';
import { shellLine } from './quote.ts';
import type { Endpoint } from './runner.ts';

const again = 'Run the same command again; it goes on from here.';

/** The user pressed Ctrl-C. */
export function interrupted(node: string): SwarmlabError {
  return new SwarmlabError('E_INTERRUPTED', `${node}: interrupted`, { fix: again, node });
}

/** The connection broke, or the session's end was never told. */
export function lost(node: string, what: string, output?: string): SwarmlabError {
  return new SwarmlabError('E_SSH_LOST', `${node}: the SSH connection broke while running ${what}`, {
    fix: again,
    node,
    ...(output ? { output } : {}),
  });
}

/** Nothing answers as an SSH server should. */
export function unreachable(node: string, endpoint: Endpoint, reason: string, cause: unknown): SwarmlabError {
  const { host, port } = endpoint;
  const where = endpoint.proxyCommand ? `through ${endpoint.proxyCommand[0]}` : `at ${host}:${port}`;
  return new SwarmlabError('E_SSH_UNREACHABLE', `${node} cannot be reached by SSH ${where}: ${reason}`, {
    fix: `See that ${node} runs and its sshd is up (swarmlab status), then run the same command again.`,
    node,
    cause,
  });
}

/** The node turned our key down, or the key cannot be used. */
export function authFailed(node: string, endpoint: Endpoint, reason: string, cause: unknown): SwarmlabError {
  const { host, port, user, keyFile } = endpoint;
  return new SwarmlabError('E_SSH_AUTH', `${node}: cannot log in as ${user} at ${host}:${port}: ${reason}`, {
    fix: `Put the public half of ${keyFile} into ~${user}/.ssh/authorized_keys on ${node}, or name another user or key.`,
    node,
    cause,
  });
}

/** The node itself got no TCP connection to where it should. */
export function cannotDial(node: string, host: string, port: number, cause: Error): SwarmlabError {
  const reason = cause.message.replace('(SSH) Channel open failure: ', '').toLowerCase();
  return new SwarmlabError(
    'E_NODE_COMMAND',
    `${node} cannot connect to ${host}:${port}: ${reason || 'refused'}`,
    {
      fix: `See that something listens there, and that sshd on ${node} allows forwarding (AllowTcpForwarding).`,
      node,
      cause,
    },
  );
}

/** A command as a message names it: its first 60 characters, on one line. */
export function brief(argv: readonly string[]): string {
  const line = shellLine(argv).replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
