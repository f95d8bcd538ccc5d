import pRetry from 'p-retry';
import { type Connection, DialFailed } from './connection.ts';
import type { Endpoint } from './runner.ts';
import { interrupted, unreachable } from './ssh-errors.ts';

/** How one node is dialled, and how patiently. Times in milliseconds. */
export interface Dialling {
  name: string;
  endpoint: Endpoint;
  /**
   * One try; throws {@link DialFailed}, or a SwarmlabError that no second try would change. Aborting the signal ends
   * the try, and the connection that came of it.
   */
  open: (signal: AbortSignal) => Promise<Connection>;
  /** For how long tries are repeated. */
  deadline: number;
  /** Pause after the first try; doubles up to 2 s. */
  backoff: number;
  signal?: AbortSignal;
}

/** One connection at most, dialled when it is asked for and anew when it broke. */
export interface Line {
  /** The living connection; E_SSH_UNREACHABLE, E_SSH_AUTH, E_HOST_KEY or E_INTERRUPTED when there is none. */
  get(): Promise<Connection>;
  close(): void;
}

/**
 * Callers that ask at the same time share one dial. Aborting the signal closes the line for good, as `close` does.
 */
export function openLine(dialling: Dialling): Line {
  const over = new AbortController();
  const hangUp = (): void => over.abort();
  dialling.signal?.addEventListener('abort', hangUp, { once: true });
  let current: Connection | undefined;
  let dial: Promise<Connection> | undefined;

  const dialAgain = async (): Promise<Connection> => {
    try {
      current = await persist(dialling, over.signal);
      return current;
    } catch (error) {
      throw over.signal.aborted ? closed(dialling) : error;
    } finally {
      dial = undefined;
    }
  };
  return {
    async get() {
      if (over.signal.aborted || dialling.signal?.aborted) throw closed(dialling);
      if (current?.alive) return current;
      dial ??= dialAgain();
      return dial;
    },
    close() {
      dialling.signal?.removeEventListener('abort', hangUp);
      hangUp();
    },
  };
}

async function persist(dialling: Dialling, signal: AbortSignal): Promise<Connection> {
  try {
    return await pRetry(() => dialling.open(signal), {
      retries: Number.POSITIVE_INFINITY,
      maxRetryTime: dialling.deadline,
      minTimeout: dialling.backoff,
      maxTimeout: 2000,
      signal,
      shouldRetry: ({ error }) => error instanceof DialFailed && error.retry,
    });
  } catch (error) {
    if (!(error instanceof DialFailed)) throw error;
    throw unreachable(dialling.name, dialling.endpoint, error.message, error);
  }
}

function closed(dialling: Dialling): Error {
  if (dialling.signal?.aborted) return interrupted(dialling.name);
  return new Error(`the connection to ${dialling.name} was closed here`);
}
