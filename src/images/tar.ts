import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** A file's content that is read only while it is written out. */
export interface FileContent {
  /** Path of the file that holds it. */
  file: string;
  /** Where in the file it begins; 0 when absent. */
  start?: number;
  /** Its length. */
  bytes: number;
}

/** One entry of a tar file. Paths are relative, without a leading `./`. Owner is always root, time 1970. */
export type TarEntry<Content extends Buffer | FileContent = Buffer> =
  | { type: 'file'; path: string; content: Content; mode?: number }
  | { type: 'folder'; path: string; mode?: number }
  | { type: 'symlink'; path: string; target: string };

const block = 512;
const end = Buffer.alloc(2 * block);

/**
 * A tar file (POSIX ustar) of the entries, in their order. The same entries give the same bytes on every computer, which
 * the tar programs of different systems do not; image ids are made of these bytes.
 * Source: POSIX.1-2017, pax, "ustar Interchange Format".
 */
export function tar(entries: readonly TarEntry[]): Buffer {
  const parts: Buffer[] = [];
  for (const entry of entries) {
    parts.push(header(entry));
    if (entry.type === 'file') parts.push(entry.content, padding(entry.content.length));
  }
  return Buffer.concat([...parts, end]);
}

/** Writes the same tar file piece by piece, whatever its size. Returns its hex SHA-256 and its length. */
export async function writeTar(
  to: string,
  entries: Iterable<TarEntry<Buffer | FileContent>>,
  signal?: AbortSignal,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(to, 'w');
  try {
    for await (const chunk of chunks(entries)) {
      signal?.throwIfAborted();
      hash.update(chunk);
      await writeAll(file, chunk);
      bytes += chunk.length;
    }
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), bytes };
}

async function* chunks(entries: Iterable<TarEntry<Buffer | FileContent>>): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    yield header(entry);
    if (entry.type !== 'file') continue;
    if (Buffer.isBuffer(entry.content)) yield entry.content;
    else yield* contentOf(entry.content);
    yield padding(sizeOf(entry.content));
  }
  yield end;
}

async function* contentOf({ file, start = 0, bytes }: FileContent): AsyncGenerator<Buffer> {
  if (bytes === 0) return;
  let read = 0;
  for await (const chunk of createReadStream(file, {
    start,
    end: start + bytes - 1,
    highWaterMark: 1 << 20,
  })) {
    read += chunk.length;
    yield chunk;
  }
  if (read !== bytes) throw new Error(`${file} has ${read} of ${bytes} bytes`);
}

async function writeAll(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
}

function sizeOf(content: Buffer | FileContent): number {
  return Buffer.isBuffer(content) ? content.length : content.bytes;
}

function padding(size: number): Buffer {
  return Buffer.alloc((block - (size % block)) % block);
}

const typeFlags = { file: '0', symlink: '2', folder: '5' } as const;
const defaultModes = { file: 0o644, symlink: 0o777, folder: 0o755 } as const;

function header(entry: TarEntry<Buffer | FileContent>): Buffer {
  const result = Buffer.alloc(block);
  const text = (value: string, offset: number, size: number) => {
    if (Buffer.byteLength(value) > size) throw new Error(`too long for a tar header: ${value}`);
    result.write(value, offset);
  };
  const octal = (value: number, offset: number, size: number) =>
    text(`${value.toString(8).padStart(size - 1, '0')}\0`, offset, size);

  const mode = 'mode' in entry ? entry.mode : undefined;
  const [prefix, name] = split(entry.type === 'folder' ? `${entry.path}/` : entry.path);
  text(name, 0, 100);
  octal(mode ?? defaultModes[entry.type], 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(entry.type === 'file' ? sizeOf(entry.content) : 0, 124, 12);
  octal(0, 136, 12);
  text(typeFlags[entry.type], 156, 1);
  if (entry.type === 'symlink') text(entry.target, 157, 100);
  text('ustar\u000000', 257, 8);
  octal(0, 329, 8);
  octal(0, 337, 8);
  text(prefix, 345, 155);
  // The checksum counts its own field as spaces.
  result.fill(' ', 148, 156);
  const sum = result.reduce((total, byte) => total + byte, 0);
  text(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 8);
  return result;
}

/** A path of over 100 bytes is stored in two fields, cut at a slash that is in neither. */
function split(path: string): [prefix: string, name: string] {
  const bytes = Buffer.from(path);
  if (bytes.length <= 100) return ['', path];
  const slash = bytes.indexOf('/', bytes.length - 101);
  // A folder's own last slash is no place to cut.
  if (slash < 0 || slash > 155 || slash === bytes.length - 1) return ['', path];
  return [bytes.toString('utf8', 0, slash), bytes.toString('utf8', slash + 1)];
}
