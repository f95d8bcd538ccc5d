/** One entry of a tar file. Paths are relative, without a leading `./`; at most 100 bytes. Owner is always root, time 1970. */
export type TarEntry =
  | { type: 'file'; path: string; content: Buffer; mode?: number }
  | { type: 'folder'; path: string; mode?: number }
  | { type: 'symlink'; path: string; target: string };

const block = 512;

/**
 * A tar file (POSIX ustar) of the entries, in their order. The same entries give the same bytes on every computer, which
 * the tar programs of different systems do not; image ids are made of these bytes.
 * Source: POSIX.1-2017, pax, "ustar Interchange Format".
 */
export function tar(entries: readonly TarEntry[]): Buffer {
  const parts: Buffer[] = [];
  for (const entry of entries) {
    parts.push(header(entry));
    if (entry.type === 'file') parts.push(entry.content, Buffer.alloc(padding(entry.content.length)));
  }
  parts.push(Buffer.alloc(2 * block));
  return Buffer.concat(parts);
}

function padding(size: number): number {
  return (block - (size % block)) % block;
}

const typeFlags = { file: '0', symlink: '2', folder: '5' } as const;
const defaultModes = { file: 0o644, symlink: 0o777, folder: 0o755 } as const;

function header(entry: TarEntry): Buffer {
  const result = Buffer.alloc(block);
  const text = (value: string, offset: number, size: number) => {
    if (Buffer.byteLength(value) > size) throw new Error(`too long for a tar header: ${value}`);
    result.write(value, offset);
  };
  const octal = (value: number, offset: number, size: number) =>
    text(`${value.toString(8).padStart(size - 1, '0')}\0`, offset, size);

  const mode = 'mode' in entry ? entry.mode : undefined;
  text(entry.type === 'folder' ? `${entry.path}/` : entry.path, 0, 100);
  octal(mode ?? defaultModes[entry.type], 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(entry.type === 'file' ? entry.content.length : 0, 124, 12);
  octal(0, 136, 12);
  text(typeFlags[entry.type], 156, 1);
  if (entry.type === 'symlink') text(entry.target, 157, 100);
  text('ustar\u000000', 257, 8);
  octal(0, 329, 8);
  octal(0, 337, 8);
  // The checksum counts its own field as spaces.
  result.fill(' ', 148, 156);
  const sum = result.reduce((total, byte) => total + byte, 0);
  text(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 8);
  return result;
}
