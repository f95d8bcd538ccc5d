import { once } from 'node:events';
import { lstat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { t } from 'ttag';
import { printable } from '../../config/show.ts';
import { SwarmlabError } from '../../errors/index.ts';
import { readableSize } from '../../files/readable-size.ts';
import { type KitFile, totalBytes } from '../../kit/manifest.ts';
import { getAgain, originAt, readManifest } from '../../kit/origin.ts';
import { kitServer, type Served } from '../../kit/serve.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';
import { kitFolder } from '../kit-meant.ts';
import { portNumber } from '../port-target.ts';

/** Serves a kit until Ctrl-C, which is its normal end. */
export async function bundleServe(
  context: CommandContext,
  name: string,
  flags: { port: string; host?: string },
): Promise<void> {
  const { io, signal } = context;
  const port = portNumber('--port', flags.port);
  const folder = kitFolder(context, name);
  const manifest = readManifest(await originAt(folder, { fetch, signal }).manifest(), folder);
  await requireAllThere(folder, manifest.files);
  const server = kitServer(folder, manifest, (served) => note(io, logLine(served)));
  server.listen({ port, ...(flags.host ? { host: flags.host } : {}) });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw cannotListen(error, flags);
  }
  try {
    const addresses = flags.host ? [flags.host] : ownAddresses();
    const actual = (server.address() as AddressInfo).port;
    const size = readableSize(totalBytes(manifest.files));
    note(io, t`${manifest.files.length} files, ${size}. Learners type one of:`);
    for (const address of addresses)
      print(io, `swarmlab up --bundle http://${address.includes(':') ? `[${address}]` : address}:${actual}`);
    note(io, t`In a browser, the same address says how to get swarmlab itself. Ctrl-C ends it.`);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Learners would find out one after the other. Reads no file: sizes must do, for a class waits. */
async function requireAllThere(folder: string, files: readonly KitFile[]): Promise<void> {
  for (const { path: name, bytes } of files) {
    const size = (await lstat(path.join(folder, name)).catch(() => undefined))?.size;
    if (size === bytes) continue;
    const what = size === undefined ? 'is missing' : `has ${size} bytes instead of ${bytes}`;
    throw new SwarmlabError('E_BUNDLE', `${folder}: ${name} ${what}`, { fix: getAgain(folder) });
  }
}

/** The addresses of this computer that others in its networks can reach; IPv6's link-local ones need more than an address. */
function ownAddresses(): string[] {
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80'))
    .sort((a, b) => a.family.localeCompare(b.family))
    .map(({ address }) => address);
  return found.length > 0 ? found : ['127.0.0.1'];
}

function logLine({ client, path, status, bytes, whole }: Served): string {
  const end = whole ? '' : ', broken off';
  return `${new Date().toISOString()} ${client} ${status} ${printable(path)} (${readableSize(bytes)}${end})`;
}

function cannotListen(cause: unknown, { port, host }: { port: string; host?: string }): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    return new SwarmlabError(
      'E_PORT_TAKEN',
      code === 'EACCES' ? t`port ${port} is reserved for root` : t`port ${port} is in use`,
      { fix: t`Give another one with --port.`, cause },
    );
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    const said = printable(host ?? '');
    return new SwarmlabError('E_USAGE', t`--host: "${said}" is no address of this computer`, {
      fix: t`Leave --host out, or give one of the addresses that \`ip address\` lists.`,
      cause,
    });
  }
  return cause;
}
