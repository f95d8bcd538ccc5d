import http from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { LabNode } from '../lab-cluster.ts';

/** What an HTTP server answered; at most the first 256 KiB of the body. */
export interface HttpAnswer {
  status: number;
  body: string;
}

const mostBody = 256 * 1024;

/**
 * `GET path` from a node to an address, on a TCP connection of its own: over a kept one, the same task would answer for ever.
 * Rejects when there is no connection or no HTTP on it. `signal` ends it. `asked`: the Host header, what the address is asked as.
 */
export async function httpGet(
  from: LabNode,
  host: string,
  port: number,
  path: string,
  signal: AbortSignal,
  asked = `${host}:${port}`,
): Promise<HttpAnswer> {
  const stream = await dial(from, host, port, signal);
  try {
    return await request(stream, asked, path);
  } finally {
    stream.destroy();
  }
}

/** A connection from a node, closed when `signal` aborts, even if it comes to be only then. */
export async function dial(from: LabNode, host: string, port: number, signal: AbortSignal): Promise<Duplex> {
  const stream = await from.remote.dial(host, port);
  stream.on('error', () => {});
  if (signal.aborted) stream.destroy();
  else signal.addEventListener('abort', () => stream.destroy(), { once: true });
  return stream;
}

function request(stream: Duplex, host: string, path: string): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const sent = http.request({
      // node:http takes any duplex stream; only its types ask for a socket.
      createConnection: () => stream as Socket,
      path,
      headers: { host, connection: 'close', accept: '*/*' },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      let body = '';
      const done = () => resolve({ status: response.statusCode ?? 0, body: body.slice(0, mostBody) });
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length >= mostBody) done();
      });
      response.on('end', done);
      response.on('error', reject);
    });
    sent.end();
  });
}
