import { once } from 'node:events';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import test from 'ava';
import { openPorts } from '../../../src/cli/commands/open.ts';
import { ClusterNode } from '../../../src/cluster/node.ts';
import { eventually } from '../../_helpers/eventually.ts';
import { FakeIo, fakeContext } from '../../_helpers/fake-io.ts';
import { FakeRemote } from '../../_helpers/fake-remote.ts';

function node(name: string, address: string): { node: ClusterNode; remote: FakeRemote } {
  const remote = new FakeRemote(name);
  const it = new ClusterNode({ name, role: 'manager', address, cpus: 1, memory: 1024 });
  it.connected(remote);
  return { node: it, remote };
}

/** Two ports that nothing listens on. */
async function freePorts(): Promise<[number, number]> {
  const servers = [net.createServer().listen(0, '127.0.0.1'), net.createServer().listen(0, '127.0.0.1')];
  const ports = [];
  for (const server of servers) {
    if (!server.listening) await once(server, 'listening');
    ports.push((server.address() as net.AddressInfo).port);
  }
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports as [number, number];
}

const nobodyElse = async (name: string): Promise<ClusterNode> => {
  throw new Error(`nobody asked for ${name}`);
};

test('each port gets an address here, and the first one is opened on a desktop', async (t) => {
  const [web, tls] = await freePorts();
  const io = new FakeIo('/', { DISPLAY: ':0' });
  io.stdout.isTTY = true;
  const { context, abort } = fakeContext(io);
  const { node: manager, remote } = node('core-01', '172.17.8.101');
  const opened: string[] = [];
  const ports = [
    { published: web, target: 80 },
    { published: tls, target: 443 },
  ];
  const browse = async (_io: unknown, url: string) => void opened.push(url);
  const running = openPorts(context, ports, { manager, reach: nobodyElse, browse });
  await eventually(() => io.err.includes('Ctrl-C ends it.'));
  t.is(io.out, `http://127.0.0.1:${web}\nhttps://127.0.0.1:${tls}\n`);
  t.deepEqual(opened, [`http://127.0.0.1:${web}`]);

  net.connect(tls, '127.0.0.1').on('error', () => {});
  await eventually(() => remote.dialled.length > 0);
  t.deepEqual(remote.dialled, [`172.17.8.101:${tls}`]);

  abort.abort(new Error('Ctrl-C'));
  await t.notThrowsAsync(running, 'Ctrl-C is the normal end');
  t.like((await once(net.connect(tls, '127.0.0.1'), 'error'))[0], { code: 'ECONNREFUSED' });
});

test('in a pipe no browser is opened', async (t) => {
  const [published] = await freePorts();
  const io = new FakeIo('/', { DISPLAY: ':0' });
  const { context, abort } = fakeContext(io);
  const { node: manager } = node('core-01', '172.17.8.101');
  const browse = async () => t.fail('a browser was opened');
  const running = openPorts(context, [{ published, target: 80 }], { manager, reach: nobodyElse, browse });
  await eventually(() => io.err.includes('Ctrl-C ends it.'));
  abort.abort(new Error('Ctrl-C'));
  await running;
  t.is(io.out, `http://127.0.0.1:${published}\n`);
});

test('a port in host mode is reached on the node that has it, connected once', async (t) => {
  const [one, two] = await freePorts();
  const { context, abort } = fakeContext(new FakeIo());
  const io = context.io as FakeIo;
  const { node: manager } = node('core-01', '172.17.8.101');
  const { node: worker, remote } = node('core-02', '172.17.8.102');
  const asked: string[] = [];
  const reach = async (name: string) => {
    asked.push(name);
    return worker;
  };
  const ports = [one, two].map((published) => ({ published, target: 80, node: 'core-02' }));
  const running = openPorts(context, ports, { manager, reach });
  await eventually(() => io.err.includes('Ctrl-C ends it.'));
  for (const port of [one, two]) net.connect(port, '127.0.0.1').on('error', () => {});
  await eventually(() => remote.dialled.length === 2);
  t.deepEqual(remote.dialled.sort(), [`172.17.8.102:${one}`, `172.17.8.102:${two}`].sort());
  t.deepEqual(asked, ['core-02']);
  abort.abort(new Error('Ctrl-C'));
  await running;
});

test('what keeps one port from being opened closes the others', async (t) => {
  const [one, two] = await freePorts();
  const { context } = fakeContext(new FakeIo());
  const { node: manager } = node('core-01', '172.17.8.101');
  const ports = [
    { published: one, target: 80 },
    { published: two, target: 80, node: 'core-02' },
  ];
  await t.throwsAsync(openPorts(context, ports, { manager, reach: nobodyElse }), {
    message: 'nobody asked for core-02',
  });
  t.like((await once(net.connect(one, '127.0.0.1'), 'error'))[0], { code: 'ECONNREFUSED' });
});

test('a refused connection is explained once, not for every try', async (t) => {
  const [published] = await freePorts();
  const { context, abort } = fakeContext(new FakeIo());
  const io = context.io as FakeIo;
  const { node: manager, remote } = node('core-01', '172.17.8.101');
  remote.openStream = () => {
    throw new Error('connection refused');
  };
  const running = openPorts(context, [{ published, target: 80 }], { manager, reach: nobodyElse });
  await eventually(() => io.err.includes('Ctrl-C ends it.'));
  for (let tries = 1; tries <= 3; tries++) {
    await text(net.connect(published, '127.0.0.1')).catch(() => {});
    await eventually(() => remote.dialled.length === tries);
  }
  t.is(io.err.split('nothing answers on').length - 1, 1);
  t.regex(
    io.err,
    /error: core-01: nothing answers on 172\.17\.8\.101:\d+ \[E_NODE_COMMAND\]\n {2}fix: .*docker service ls/,
  );
  abort.abort(new Error('Ctrl-C'));
  await running;
});
