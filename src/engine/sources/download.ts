import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import { deepestReason, download as toFile } from '../../files/download.ts';
import { hashFile } from '../../files/hash-file.ts';
import { readableSize } from '../../files/readable-size.ts';
import type { SourceRequest } from './source.ts';

interface Download extends Pick<SourceRequest, 'fetch' | 'report' | 'signal'> {
  url: string;
  /** Path of the file to write. */
  to: string;
  /** Its name for the user. */
  what: string;
}

/** Streams a file to disk and gives its SHA-256 and size. E_ENGINE_SOURCE when it cannot be had to its end. */
export async function download(request: Download): Promise<{ sha256: string; bytes: number }> {
  const { url, to, what, signal } = request;
  try {
    await toFile({ ...request, onProgress: tenths(request) });
    return await hashFile(to, signal);
  } catch (error) {
    if (signal.aborted) throw interrupted(what, error);
    const reason = deepestReason(error);
    throw new SwarmlabError('E_ENGINE_SOURCE', t`could not download ${url}: ${reason}`, {
      fix: t`Check the network and run the same command again, or set engine.source: debian or file.`,
      cause: error,
    });
  }
}

/** Reports each tenth of the way once. */
function tenths({ what, report }: Download): (bytes: number, total: number) => void {
  let told = -1;
  return (bytes, total) => {
    const tenth = total > 0 ? Math.floor((10 * bytes) / total) : Math.floor(bytes / 10e6);
    if (tenth === told) return;
    told = tenth;
    const [here, all] = [readableSize(bytes), readableSize(total)];
    report(total > 0 ? t`downloading ${what}: ${here} of ${all}` : t`downloading ${what}: ${here}`);
  };
}

function interrupted(what: string, cause: unknown): SwarmlabError {
  return new SwarmlabError('E_INTERRUPTED', t`the download of ${what} was interrupted`, {
    fix: t`Run the same command again; it goes on from here.`,
    cause,
  });
}
