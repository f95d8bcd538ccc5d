import { open } from 'node:fs/promises';
import { t } from 'ttag';

/** A connection that sends nothing for this long is given up, in milliseconds. */
const patience = 30_000;

/** The server answers, but not with the file: asking again is of no use. `how`: its status code, or a sentence. */
export class ServerRefused extends Error {
  constructor(how: number | string) {
    super(typeof how === 'number' ? t`the server answered ${how}` : how);
  }
}

/** What to download, and where to. */
export interface Download {
  url: string;
  /** Path of the file to write. */
  to: string;
  /** Bytes of `to` that are there already: only the rest is asked for, where the server can do that. Default: 0. */
  from?: number;
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
  /** Where the server sends us instead is where we go, unless it must be this very server. Default: `follow`. */
  redirect?: 'follow' | 'error';
  /** Told of the bytes that are there so far, and of all there will be; 0 where the server does not say. */
  onProgress?(bytes: number, total: number): void;
}

/**
 * Streams a file to disk. Throws what fetch throws, or an error with the reason; what came until then stays in the file. An
 * interruption throws the signal's reason.
 */
export async function download(request: Download): Promise<void> {
  const { url, to, from = 0, redirect = 'follow', onProgress } = request;
  const stalled = new AbortController();
  const seconds = patience / 1000;
  const giveUp = () => stalled.abort(new Error(t`nothing came for ${seconds} s`));
  let timer = setTimeout(giveUp, patience);
  try {
    const signal = AbortSignal.any([request.signal, stalled.signal]);
    const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
    const response = await request.fetch(url, { signal, redirect, headers });
    if (!response.ok || !response.body) throw new ServerRefused(response.status);
    // A server that cannot do ranges sends all of it.
    let bytes = response.status === 206 ? startOf(response, from) : 0;
    const total = bytes + Number(response.headers.get('content-length') ?? 0);
    const file = await open(to, bytes > 0 ? 'a' : 'w');
    try {
      for await (const chunk of response.body) {
        clearTimeout(timer);
        timer = setTimeout(giveUp, patience);
        await file.writeFile(chunk);
        bytes += chunk.length;
        onProgress?.(bytes, total);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    request.signal.throwIfAborted();
    throw stalled.signal.aborted ? stalled.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

function startOf(response: Response, asked: number): number {
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  if (Number(start) !== asked) throw new Error(t`the server sent another part than it was asked for`);
  return asked;
}

/** The innermost reason of a failed fetch, such as `getaddrinfo ENOTFOUND download.docker.com`. */
export function deepestReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? deepestReason(error.cause) : error.message;
}
