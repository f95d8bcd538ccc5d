import { t } from 'ttag';
import { DialFailed } from './connection.ts';

const reasons: Record<string, () => string> = {
  ECONNREFUSED: () => t`connection refused`,
  ECONNRESET: () => t`the connection was reset`,
  EHOSTUNREACH: () => t`no route to the host`,
  ENETUNREACH: () => t`no route to its network`,
  ETIMEDOUT: () => t`no answer`,
  EPIPE: () => t`the connection was closed`,
  ENOTFOUND: () => t`no such host name`,
  EAI_AGAIN: () => t`its host name cannot be looked up just now`,
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
  if (error.level === 'client-timeout') {
    const seconds = timeout / 1000;
    return new DialFailed(t`no answer within ${seconds} s`, true, error);
  }
  const negotiated = error.level !== 'handshake' || !/^Handshake failed/.test(error.message);
  return new DialFailed(reasons[code]?.() ?? error.message, code !== 'ENOTFOUND' && negotiated, error);
}
