import { type FileHandle, open } from 'node:fs/promises';

type Arch = 'amd64' | 'arm64';

/** One file in a tarball. */
export interface TarEntry {
  name: string;
  /** Where in the tarball its content begins. */
  start: number;
  bytes: number;
  /** For a link: what it leads to. */
  target?: string;
  /** For a program: what it was built for. */
  machine?: Arch;
}

/** ELF's e_machine. Source: System V ABI, "ELF header". */
const machines: Readonly<Record<number, Arch>> = { 62: 'amd64', 183: 'arm64' };

/** Lists an uncompressed tarball by its headers alone; stops quietly where it stops being one. Names over 100 bytes are not read. */
export async function listTar(path: string): Promise<TarEntry[]> {
  const file = await open(path);
  try {
    const entries: TarEntry[] = [];
    for (let at = 0; ; ) {
      const header = await bytesAt(file, at, 532);
      if (header.length < 512 || header.toString('latin1', 257, 262) !== 'ustar') return entries;
      const bytes = Number.parseInt(header.toString('latin1', 124, 136), 8) || 0;
      const target = text(header, 157, 100);
      entries.push({
        name: text(header, 0, 100),
        start: at + 512,
        bytes,
        ...(target ? { target } : {}),
        ...machineOf(header.subarray(512)),
      });
      at += 512 + Math.ceil(bytes / 512) * 512;
    }
  } finally {
    await file.close();
  }
}

function machineOf(start: Buffer): { machine?: Arch } {
  if (start.length < 20 || start.toString('latin1', 1, 4) !== 'ELF') return {};
  const machine = machines[start.readUInt16LE(18)];
  return machine ? { machine } : {};
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}

function text(header: Buffer, from: number, length: number): string {
  return header.toString('utf8', from, from + length).replace(/\0.*$/s, '');
}
