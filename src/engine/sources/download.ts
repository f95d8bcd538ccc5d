import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { SwarmlabError } from '../../errors/index.ts';
import { megabytes, type SourceRequest } from './source.ts';

/** A connection that sends nothing for this long is given up, in milliseconds. */
const patience = 30_000;

interface Download extends Pick<SourceRequest, 'fetch' | 'report' | 'signal'> {
  url: string;
  /** Path of the file to write. */
  to: string;
  /** Its name for the user. */
  what: string;
}

/** Streams a file to disk and gives its SHA-256 and size. E_ENGINE_SOURCE when it cannot be had to its end. */
export async function download(request: Download): Promise<{ sha256: string; bytes: number }> {
  const stalled = new AbortController();
  const giveUp = () => stalled.abort(new Error(`nothing came for ${patience / 1000} s`));
  let timer = setTimeout(giveUp, patience);
  const hash = createHash('sha256');
  let bytes = 0;
  let file: FileHandle | undefined;
  try {
    const signal = AbortSignal.any([request.signal, stalled.signal]);
    const response = await request.fetch(request.url, { signal });
    if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
    const progress = tenths(Number(response.headers.get('content-length')), request);
    file = await open(request.to, 'w');
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, patience);
      hash.update(chunk);
      await file.writeFile(chunk);
      bytes += chunk.length;
      progress(bytes);
    }
    return { sha256: hash.digest('hex'), bytes };
  } catch (error) {
    if (request.signal.aborted) throw interrupted(request.what, error);
    const reason = stalled.signal.aborted ? stalled.signal.reason : error;
    throw new SwarmlabError('E_ENGINE_SOURCE', `could not download ${request.url}: ${deepest(reason)}`, {
      fix: 'Check the network and run the same command again, or set engine.source: debian or file.',
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    await file?.close();
  }
}

/** Reports each tenth of the way once. */
function tenths(total: number, request: Download): (bytes: number) => void {
  let told = -1;
  return (bytes) => {
    const tenth = total > 0 ? Math.floor((10 * bytes) / total) : Math.floor(bytes / 10e6);
    if (tenth === told) return;
    told = tenth;
    const of = total > 0 ? ` of ${megabytes(total)}` : '';
    request.report(`downloading ${request.what}: ${megabytes(bytes)}${of}`);
  };
}

function interrupted(what: string, cause: unknown): SwarmlabError {
  return new SwarmlabError('E_INTERRUPTED', `the download of ${what} was interrupted`, {
    fix: 'Run the same command again; it goes on from here.',
    cause,
  });
}

function deepest(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? deepest(error.cause) : error.message;
}
