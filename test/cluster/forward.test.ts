import { once } from 'node:events';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import test, { type ExecutionContext } from 'ava';
import { type ForwardPlan, openForward } from '../../src/cluster/forward.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { eventually } from '../_helpers/eventually.ts';

/** A server on 127.0.0.1 that stands for a service on the node. */
async function service(t: ExecutionContext, serve: (socket: net.Socket) => void): Promise<number> {
  const server = net.createServer({ allowHalfOpen: true }, serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return (server.address() as net.AddressInfo).port;
}

/** A node whose lab address leads to this computer's loopback. */
const node: ForwardPlan['remote'] = {
  name: 'core-01',
  async dial(_address, port) {
    const socket = net.connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    await once(socket, 'connect');
    return socket;
  },
};

const refusing: ForwardPlan['remote'] = {
  name: 'core-01',
  async dial() {
    throw new SwarmlabError('E_NODE_COMMAND', 'connection refused', { fix: '' });
  },
};

async function forwarded(t: ExecutionContext, plan: Partial<ForwardPlan> & { port: number }) {
  const refused: SwarmlabError[] = [];
  const address = '172.17.8.101';
  const onRefused = (error: SwarmlabError) => void refused.push(error);
  const forward = await openForward({ remote: node, address, onRefused, ...plan });
  t.teardown(() => forward.close());
  return { ...forward, refused };
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('bytes go both ways, also after one side has said all it has to say', async (t) => {
  const port = await service(t, (socket) => {
    let heard = 0;
    socket.on('data', (chunk) => (heard += chunk.length));
    socket.on('end', () => socket.end(`heard ${heard} bytes`));
  });
  const forward = await forwarded(t, { port });
  const client = net.connect({ port: forward.port, host: '127.0.0.1', allowHalfOpen: true });
  client.end('x'.repeat(3_000_000));
  t.is(await text(client), 'heard 3000000 bytes');
});

test('a busy port leaves it to the system to choose another', async (t) => {
  const port = await service(t, (socket) => socket.end('hello'));
  const forward = await forwarded(t, { port });
  t.not(forward.port, port);
  t.is(await text(net.connect(forward.port, '127.0.0.1')), 'hello');
});

test('a free port is the same here as there', async (t) => {
  const port = await freePort();
  t.is((await forwarded(t, { port })).port, port);
});

test('an explicit port is taken when it is free', async (t) => {
  const local = await freePort();
  t.is((await forwarded(t, { port: 80, local })).port, local);
});

test('an explicit port that is in use is E_PORT_TAKEN', async (t) => {
  const local = await service(t, () => {});
  const error = await t.throwsAsync(
    openForward({ remote: node, address: '', port: 80, local, onRefused() {} }),
  );
  t.like(error, { code: 'E_PORT_TAKEN', message: `port ${local} on 127.0.0.1 is in use` });
});

test('nothing but 127.0.0.1 is listened on', async (t) => {
  const port = await service(t, (socket) => socket.end('hello'));
  const forward = await forwarded(t, { port });
  const other = net.connect(forward.port, '127.0.0.2');
  t.like((await once(other, 'error'))[0], { code: 'ECONNREFUSED' });
});

test('a connection that the node cannot make is closed, and explained with node, address and port', async (t) => {
  const { port, refused } = await forwarded(t, { remote: refusing, port: await freePort() });
  const client = net.connect(port, '127.0.0.1');
  t.is(await text(client).catch(() => ''), '');
  await eventually(() => refused.length > 0);
  t.like(refused[0], { code: 'E_NODE_COMMAND', message: `core-01: nothing answers on 172.17.8.101:${port}` });
  t.regex(refused[0]?.fix ?? '', /docker service ls/);
});

test('a lost SSH connection keeps its own explanation', async (t) => {
  const lost = new SwarmlabError('E_SSH_UNREACHABLE', 'core-01 cannot be reached', { fix: 'look' });
  const remote = { name: 'core-01', dial: () => Promise.reject(lost) };
  const { port, refused } = await forwarded(t, { remote, port: await freePort() });
  net.connect(port, '127.0.0.1').on('error', () => {});
  await eventually(() => refused.length > 0);
  t.is(refused[0], lost);
});

test('a service that resets its connection resets the client, and the next one is served', async (t) => {
  let first = true;
  const port = await service(t, (socket) => {
    if (first) socket.resetAndDestroy();
    else socket.end('hello');
    first = false;
  });
  const forward = await forwarded(t, { port });
  const client = net.connect(forward.port, '127.0.0.1').on('error', () => {});
  client.resume();
  await once(client, 'close');
  t.is(await text(net.connect(forward.port, '127.0.0.1')), 'hello');
});

test('closing ends open connections on both sides and stops listening', async (t) => {
  let there: net.Socket | undefined;
  const port = await service(t, (socket) => {
    there = socket.on('error', () => {});
    socket.write('hello');
    socket.resume();
  });
  const forward = await forwarded(t, { port });
  const client = net.connect(forward.port, '127.0.0.1').on('error', () => {});
  await once(client, 'data');
  client.resume();
  await forward.close();
  await eventually(() => client.closed && Boolean(there?.readableEnded || there?.destroyed));
  const late = net.connect(forward.port, '127.0.0.1');
  t.like((await once(late, 'error'))[0], { code: 'ECONNREFUSED' });
});
