import { constants, copyFile, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import { hashFile } from '../../files/hash-file.ts';
import { listTar } from '../../files/tar-list.ts';
import { gunzip, hasZstd, unzstd } from '../compress.ts';
import { type Arch, binaries, type Compression } from '../manifest.ts';
import { fileNames } from '../open-bundle.ts';
import type { Obtained, SourceRequest } from './source.ts';

/** Copies a tarball of the user's, in the layout of Docker's official archives, after looking into it. */
export async function fromFile(request: SourceRequest, file: string): Promise<Obtained> {
  const compression = await compressionOf(file);
  const plain = path.join(request.into, fileNames.none);
  request.report(t`reading ${file}`);
  if (compression === 'zst' && !(await hasZstd(request.runner)))
    throw wrong(
      t`the engine file ${file} is compressed with zstd, which is not installed here`,
      t`Install zstd.`,
    );
  await copyFile(file, path.join(request.into, fileNames[compression]), constants.COPYFILE_FICLONE);
  try {
    if (compression === 'gz') await gunzip(file, plain, request.signal);
    if (compression === 'zst') await unzstd(request.runner, file, plain);
  } catch (error) {
    request.signal.throwIfAborted();
    throw wrong(
      t`the engine file ${file} is damaged: it cannot be uncompressed`,
      t`Download it again.`,
      error,
    );
  }
  await inspect(file, plain, request.arch);
  const { sha256 } = await hashFile(file, request.signal);
  const version =
    request.version ?? /(\d+\.\d+\.\d+)/.exec(path.basename(file))?.[1] ?? `file-${sha256.slice(0, 8)}`;
  const madeFrom = [{ name: path.basename(file), sha256 }];
  return { version, source: 'file', origin: file, madeFrom };
}

async function inspect(file: string, plain: string, arch: Arch): Promise<void> {
  const entries = await listTar(plain);
  const named = new Map(entries.map((entry) => [entry.name.replace(/^\.\//, ''), entry]));
  const missing = binaries.filter((name) => !named.has(`docker/${name}`));
  if (missing.length > 0) {
    const what = missing.map((name) => `docker/${name}`).join(', ');
    throw wrong(
      t`the engine file ${file} lacks ${what}`,
      t`Use a file with the layout of Docker's official static archives.`,
    );
  }
  const found = named.get('docker/dockerd')?.machine;
  if (found === arch) return;
  const other = found ?? t`another system`;
  throw wrong(
    t`the engine file ${file} holds programs for ${other}, the nodes are ${arch}`,
    t`Use the archive for ${arch}.`,
  );
}

const magic: readonly [Compression, string][] = [
  ['gz', '1f8b'],
  ['zst', '28b52ffd'],
];

async function compressionOf(file: string): Promise<Compression> {
  const size = await stat(file).then(
    (found) => (found.isFile() ? found.size : 0),
    () => undefined,
  );
  if (size === undefined)
    throw wrong(
      t`the engine file ${file} does not exist`,
      t`Correct engine.file; it is relative to swarmlab.yaml.`,
    );
  const handle = await open(file);
  try {
    const head = Buffer.alloc(512);
    await handle.read(head, 0, 512, 0);
    const known = magic.find(([, start]) => head.toString('hex').startsWith(start));
    if (known) return known[0];
    if (head.toString('latin1', 257, 262) === 'ustar') return 'none';
  } finally {
    await handle.close();
  }
  throw wrong(
    t`the engine file ${file} is not a .tgz, .tar or .tar.zst file`,
    t`Use one of Docker's official static archives.`,
  );
}

function wrong(sentence: string, fix: string, cause?: unknown): SwarmlabError {
  return new SwarmlabError('E_ENGINE_SOURCE', sentence, {
    fix,
    ...(cause ? { cause } : {}),
  });
}
