import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import send from 'send';
import { isInside } from '../files/inside.ts';
import { type KitFile, type KitManifest, manifestName } from './manifest.ts';
import { readmeName } from './readme.ts';

/** A request that was answered. */
export interface Served {
  /** Whose it was. */
  client: string;
  /** The file, or what was asked for instead, cut at 100 characters. */
  path: string;
  /** HTTP's status; 206 for a part. */
  status: number;
  /** Bytes that were sent of it. */
  bytes: number;
  /** Whether all that was asked for went out. */
  whole: boolean;
}

/**
 * A server for the files of a kit, for GET and HEAD: those that the manifest lists, under the very names that it lists, and the
 * manifest. Nothing else has an address: no name is looked up in the folder, decoded or resolved.
 */
export function kitServer(folder: string, manifest: KitManifest, onServed: (served: Served) => void): Server {
  const files = new Map<string, KitFile | undefined>(manifest.files.map((file) => [`/${file.path}`, file]));
  files.set(`/${manifestName}`, undefined);
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  // Whoever only holds a connection open keeps nobody else from one.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 5_000;
  return server;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const wanted = url === '/' ? `/${readmeName}` : url;
    const before = request.socket.bytesWritten;
    response.on('close', () =>
      onServed({
        client: request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'unknown',
        path: url.slice(0, 100),
        status: response.statusCode,
        bytes: request.socket.bytesWritten - before,
        whole: response.writableFinished,
      }),
    );
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (method !== 'GET' && method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return refuse(response, 405, 'only GET and HEAD are answered');
    }
    if (!files.has(wanted)) return refuse(response, 404, 'the kit has no such file');
    const name = wanted.slice(1);
    // A link in the kit may have been put there since.
    if (!(await isInside(folder, path.join(folder, name)).catch(() => false)))
      return refuse(response, 404, 'the kit has no such file');
    const file = files.get(wanted);
    // A download is gone on with only while the file is the same.
    if (file) response.setHeader('ETag', `"${file.sha256}"`);
    response.setHeader('Content-Type', contentType(name));
    send(request, name, { root: folder, index: false, dotfiles: 'deny', cacheControl: false })
      .on('error', (error: { status?: number; headers?: Record<string, string> }) => {
        for (const [header, value] of Object.entries(error.headers ?? {})) response.setHeader(header, value);
        refuse(response, error.status ?? 500, 'the file cannot be sent so');
      })
      .on('directory', () => refuse(response, 404, 'the kit has no such file'))
      .pipe(response);
  }
}

function refuse(response: ServerResponse, status: number, why: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.removeHeader('ETag');
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.statusCode = status;
  response.end(`${why}\n`);
}

function contentType(name: string): string {
  if (name.endsWith('.txt')) return 'text/plain; charset=utf-8';
  return name.endsWith('.json') ? 'application/json' : 'application/octet-stream';
}
