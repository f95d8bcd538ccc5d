import { once } from 'node:events';
import { createServer } from 'node:net';
import test from 'ava';
import { tcpDial } from '../../../src/provider/ssh/dial.ts';

async function listen() {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

test('a port that is listened on can be dialled', async (t) => {
  const { server, port } = await listen();
  t.teardown(() => server.close());
  t.is(await tcpDial()('127.0.0.1', port), undefined);
});

test('a closed port is refused in plain words', async (t) => {
  const { server, port } = await listen();
  server.close();
  await once(server, 'close');
  t.is(await tcpDial()('127.0.0.1', port), 'connection refused');
});
