import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import type { Session } from './connection.ts';
import { follow } from './follow.ts';
import type { Journal } from './journal.ts';
import type { Command, Result, Upload } from './runner.ts';
import { damaged, receiving } from './upload-script.ts';

/** What sending a file needs of a node. */
export interface Receiver {
  name: string;
  journal: Journal;
  signal?: AbortSignal;
  start(command: Pick<Command, 'argv' | 'root'>): Promise<Session>;
  /** Throws when a result is sudo's refusal. */
  checkSudo(command: Pick<Command, 'root'>, result: Result): Promise<Result>;
}

/**
 * Sends one file as {@link Upload} says; safe to repeat. A plain `cat` at the other end is several times faster than
 * SFTP, which waits for an answer to every 32 KiB. E_DISK_FULL, E_UPLOAD, E_SSH_LOST, E_SUDO_PASSWORD.
 */
export async function sendFile(node: Receiver, upload: Upload): Promise<'uploaded' | 'present'> {
  const { name, journal, signal } = node;
  const part = `${upload.to}.part-${randomBytes(6).toString('hex')}`;
  const argv = receiving(upload, part);
  journal.write(name, `upload ${upload.from} -> ${upload.to} (${upload.bytes} bytes)`);
  const session = await node.start({ argv, root: true });
  let file: ReturnType<typeof createReadStream> | undefined;
  const unless = new Promise<never>((_, unreadable) => {
    session.stdio.once('data', (answer: Buffer) => {
      if (!answer.toString().startsWith('send')) return void session.stdio.end();
      file = createReadStream(upload.from, { highWaterMark: 1 << 20 });
      file.on('error', (cause) => unreadable(cannotRead(upload, cause)));
      let sent = 0;
      file.on('data', (chunk) => {
        sent += chunk.length;
        upload.onProgress?.(sent);
      });
      file.pipe(session.stdio);
    });
  });
  try {
    const named = ['upload', upload.to] as const;
    const result = await follow(session, { argv: named, name, unless, ...(signal ? { signal } : {}) });
    await node.checkSudo({ root: true }, result);
    const outcome = result.stdout.trim().split('\n').at(-1);
    journal.write(name, `${outcome} ${result.stderr}[exit ${result.exitCode}]`);
    if (result.exitCode === 0 && (outcome === 'present' || outcome === 'uploaded')) return outcome;
    throw uploadFailed(name, upload, result);
  } finally {
    file?.destroy();
  }
}

function cannotRead(upload: Upload, cause: Error): SwarmlabError {
  return new SwarmlabError('E_UPLOAD', t`cannot read ${upload.from}: ${cause.message}`, {
    fix: t`Run the same command again; what is missing is made anew.`,
    cause,
  });
}

function uploadFailed(name: string, upload: Upload, result: Result): SwarmlabError {
  const { to, from, bytes } = upload;
  const details = { node: name, output: `${result.stdout}${result.stderr}` };
  if (/No space left on device|Disk quota exceeded/.test(result.stderr)) {
    const mebibytes = Math.ceil(bytes / 2 ** 20);
    const folder = to.replace(/[^/]*$/, '');
    return new SwarmlabError('E_DISK_FULL', t`${name}: no space left for ${to} (${mebibytes} MiB)`, {
      fix: t`Free some space on ${name} (see: df -h ${folder}), then run the same command again.`,
      ...details,
    });
  }
  const reason = result.stderr.trim().split('\n').at(-1) || t`exit code ${result.exitCode}`;
  if (result.exitCode === damaged) {
    return new SwarmlabError('E_UPLOAD', t`${name}: ${to} does not have the checksum of ${from}: ${reason}`, {
      fix: t`Remove ${from}, so that it is fetched anew, and run the same command again.`,
      ...details,
    });
  }
  return new SwarmlabError('E_UPLOAD', t`${name}: cannot put ${to} in place: ${reason}`, {
    fix: t`See on ${name} why ${to} cannot be written, then run the same command again.`,
    ...details,
  });
}
