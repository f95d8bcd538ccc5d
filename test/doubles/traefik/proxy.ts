import http from 'node:http';
import type { Runtime } from './runtime.ts';

/** Milliseconds until a server that does not take the connection is given up; Traefik's default. */
const dialTimeout = 30_000;

/** Handles the requests of one entry point: to the router that matches first, there to its servers in turn. */
export function proxyTo(runtime: () => Runtime, entryPoint: string): http.RequestListener {
  const turns = new Map<string, number>();
  return (request, response) => {
    const { routers, services } = runtime();
    const asked = {
      host: request.headers.host ?? '',
      path: (request.url ?? '/').split('?')[0] ?? '/',
      method: request.method ?? 'GET',
    };
    const router = routers.find(({ using, matches }) => using.includes(entryPoint) && matches(asked));
    if (!router) return say(response, 404, '404 page not found\n');
    const name = router.service.includes('@') ? router.service : `${router.service}@swarm`;
    const { servers = [], passHostHeader = true } = services.get(name) ?? {};
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    const server = servers[turn % servers.length];
    if (!server) return say(response, 503, 'no available server\n');
    forward(request, response, server, passHostHeader);
  };
}

function forward(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  server: string,
  passHostHeader: boolean,
): void {
  const { hostname, port, host } = new URL(server);
  const { connection, ...headers } = request.headers;
  const sent = http.request({
    hostname,
    port,
    path: request.url,
    method: request.method,
    headers: {
      ...headers,
      host: passHostHeader ? (request.headers.host ?? host) : host,
      'x-forwarded-for': request.socket.remoteAddress ?? '',
      'x-forwarded-host': request.headers.host ?? '',
      'x-forwarded-proto': 'http',
    },
  });
  const timer = setTimeout(() => sent.destroy(new Error('timeout')), dialTimeout);
  sent.on('socket', (socket) => socket.once('connect', () => clearTimeout(timer)));
  sent.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  sent.on('error', (error) => {
    clearTimeout(timer);
    if (response.headersSent) response.destroy();
    else if (error.message === 'timeout') say(response, 504, 'Gateway Timeout');
    else say(response, 502, 'Bad Gateway');
  });
  response.on('close', () => sent.destroy());
  request.pipe(sent);
}

/** A plain answer, as Go's http.Error gives it. */
export function say(response: http.ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
