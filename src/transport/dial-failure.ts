import { DialFailed } from './connection.ts';

const reasons: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to its network',
  ETIMEDOUT: 'no answer',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'its host name cannot be looked up just now',
};

/** What the SSH library's errors carry. */
interface SshError extends Error {
  level?: string;
  code?: unknown;
}

/** Whether a dial failed because the node turned the key down. */
export function isRefusedKey(error: SshError): boolean {
  return error.level === 'client-authentication';
}

/** A failed dial in plain words. A wrong host name or a failed negotiation stays wrong; all else may pass. */
export function dialFailure(error: SshError, timeout: number): DialFailed {
  const code = String(error.code ?? '');
  if (error.level === 'client-timeout')
    return new DialFailed(`no answer within ${timeout / 1000} s`, true, error);
  const negotiated = error.level !== 'handshake' || !/^Handshake failed/.test(error.message);
  return new DialFailed(reasons[code] ?? error.message, code !== 'ENOTFOUND' && negotiated, error);
}
