import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import test, { type ExecutionContext } from 'ava';
import { bundleServe } from '../../src/cli/commands/bundle-serve.ts';
import { version } from '../../src/cli/version.ts';
import { kitAt } from '../../src/kit/kit.ts';
import { kitServer, type Served } from '../../src/kit/serve.ts';
import { eventually } from '../_helpers/eventually.ts';
import { FakeIo, fakeContext } from '../_helpers/fake-io.ts';
import { temporaryFolder } from '../_helpers/folder.ts';
import { makeKit } from '../_helpers/kit.ts';

const engine = 'engine/docker-1-amd64/engine.tar';
const contents = { 'README.txt': 'how to', [engine]: '0123456789', 'box/a.box': 'a box' };
const secret = 'nobody may read this';

/** A kit with things beside it and in its folder that must not go out, and a server for it. */
async function serve(t: ExecutionContext, files: Record<string, string | Buffer> = contents) {
  const { folder, manifest } = await makeKit(t, files);
  await writeFile(`${folder}.secret`, secret);
  await writeFile(path.join(folder, '.hidden'), secret);
  await writeFile(path.join(folder, 'unlisted.txt'), secret);
  await symlink(`${folder}.secret`, path.join(folder, 'link.txt'));
  await symlink('/', path.join(folder, 'root'));
  t.teardown(() => rm(`${folder}.secret`));
  const log: Served[] = [];
  const server = kitServer(folder, manifest, (it) => log.push(it)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { folder, manifest, log, port, url: `http://127.0.0.1:${port}` };
}

/** What a server answers to a request that no client would make: the target goes out as it is. */
async function raw(port: number, target: string, method = 'GET', headers = ''): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(
    Buffer.from(`${method} ${target} HTTP/1.1\r\nHost: x\r\n${headers}Connection: close\r\n\r\n`, 'latin1'),
  );
  return text(socket);
}

test('files of the kit, its manifest and its README are handed out', async (t) => {
  const { url, manifest } = await serve(t);
  for (const [name, content] of Object.entries(contents)) {
    const response = await fetch(`${url}/${name}`);
    t.is(response.status, 200);
    t.is(await response.text(), content);
    const { sha256 } = manifest.files.find((file) => file.path === name) ?? {};
    t.is(response.headers.get('etag'), `"${sha256}"`);
    t.regex(response.headers.get('last-modified') ?? '', /GMT$/);
    t.is(response.headers.get('accept-ranges'), 'bytes');
  }
  t.deepEqual(await (await fetch(`${url}/manifest.json`)).json(), manifest);
  t.is(await (await fetch(url)).text(), 'how to', 'a browser is told how to go on');
});

test('HEAD tells the size and sends nothing', async (t) => {
  const { url } = await serve(t);
  const response = await fetch(`${url}/${engine}`, { method: 'HEAD' });
  t.is(response.headers.get('content-length'), '10');
  t.is(await response.text(), '');
});

/** Targets of a request line, as they go out. None of them is a file of the kit. */
const hostile = [
  '/../etc/passwd',
  '/..',
  '/../',
  '//etc/passwd',
  '/etc/passwd',
  '/engine/../../etc/passwd',
  '/engine/..%2f..%2f..%2fetc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/%2E%2E%2Fetc%2Fpasswd',
  '/%252e%252e%252fetc%252fpasswd',
  '/..\\..\\etc\\passwd',
  '/..%5c..%5cetc%5cpasswd',
  '/%c0%ae%c0%ae/etc/passwd',
  '/%00',
  '/README.txt%00.json',
  '/README.txt\0',
  '/.hidden',
  '/%2ehidden',
  '/engine/../.hidden',
  '/unlisted.txt',
  '/link.txt',
  '/root/etc/passwd',
  '/root',
  '/readme.TXT',
  '/README.txt/',
  '/README.txt/.',
  '/./README.txt',
  '//README.txt',
  '/README.txt?x=/etc/passwd',
  '/README.txt#x',
  '/README.txt;x',
  '/README.txt::$DATA',
  '/README.txt.',
  '/README.txt%20',
  '/C:/Windows/win.ini',
  '/engine',
  '/engine/',
  '/engine/docker-1-amd64/',
  '/?',
  '/*',
  '*',
  'README.txt',
  'http://other/README.txt',
  'file:///etc/passwd',
  `/${'a/'.repeat(4000)}`,
  `/${'../'.repeat(2000)}etc/passwd`,
  `/${'A'.repeat(60_000)}`,
  '/__proto__',
  '/constructor',
  '/toString',
  '/%',
  '/%zz',
];

test('nothing else is handed out, whatever the address', async (t) => {
  const { port, log } = await serve(t);
  t.true(hostile.length >= 20);
  for (const target of hostile) {
    const answer = await raw(port, target);
    t.regex(answer, /^HTTP\/1\.1 (400|404|431) /, `${target.slice(0, 60)}: ${answer.slice(0, 200)}`);
    t.false(answer.includes(secret) || answer.includes('root:') || answer.includes('how to'), target);
  }
  t.true(log.every(({ path }) => path.length <= 100));
  t.regex(await raw(port, '/README.txt'), /^HTTP\/1\.1 200 /, 'it is still there for everybody else');
});

test('a listed file whose place a link took since is not handed out', async (t) => {
  const { folder, url } = await serve(t);
  await rm(path.join(folder, 'box/a.box'));
  await symlink(`${folder}.secret`, path.join(folder, 'box/a.box'));
  t.is((await fetch(`${url}/box/a.box`)).status, 404);
  await rm(path.join(folder, 'box'), { recursive: true });
  t.is((await fetch(`${url}/box/a.box`)).status, 404);
  await symlink(path.join(folder, '..'), path.join(folder, 'box'));
  t.is((await fetch(`${url}/box/a.box`)).status, 404);
});

for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])
  test(`${method} is refused`, async (t) => {
    const { port } = await serve(t);
    const answer = await raw(port, '/README.txt', method, 'Content-Length: 0\r\n');
    t.regex(answer, /^HTTP\/1\.1 405 [\s\S]*\r\nAllow: GET, HEAD\r\n/);
  });

const ranges: [string, number, string | undefined, string][] = [
  ['bytes=0-3', 206, 'bytes 0-3/10', '0123'],
  ['bytes=4-', 206, 'bytes 4-9/10', '456789'],
  ['bytes=-2', 206, 'bytes 8-9/10', '89'],
  ['bytes=9-100', 206, 'bytes 9-9/10', '9'],
  ['bytes=0-1,2-3', 206, 'bytes 0-3/10', '0123'],
  // Several parts that do not touch come as the whole: nobody of ours asks so.
  ['bytes=0-1,5-6', 200, undefined, '0123456789'],
  ['lines=1-2', 200, undefined, '0123456789'],
  ['bytes=x', 200, undefined, '0123456789'],
];
for (const [range, status, part, body] of ranges)
  test(`a range: ${range}`, async (t) => {
    const { url } = await serve(t);
    const response = await fetch(`${url}/${engine}`, { headers: { range } });
    t.is(response.status, status);
    t.is(response.headers.get('content-range') ?? undefined, part);
    t.is(await response.text(), body);
  });

test('a range that there is not is told with the size', async (t) => {
  const { url } = await serve(t);
  for (const range of ['bytes=10-', 'bytes=50-60']) {
    const response = await fetch(`${url}/${engine}`, { headers: { range } });
    t.is(response.status, 416);
    t.is(response.headers.get('content-range'), 'bytes */10');
  }
});

test('a part is sent only while the file is the same, and an unchanged one not at all', async (t) => {
  const { url, port } = await serve(t);
  const ask = (headers: Record<string, string>) => fetch(`${url}/${engine}`, { headers });
  const etag = (await ask({})).headers.get('etag') ?? '';
  t.is((await ask({ range: 'bytes=5-', 'if-range': etag })).status, 206);
  t.is((await ask({ range: 'bytes=5-', 'if-range': '"other"' })).status, 200);
  t.regex(
    await raw(port, `/${engine}`, 'GET', `If-None-Match: ${etag}\r\n`),
    /^HTTP\/1\.1 304 [\s\S]*\r\n\r\n$/,
  );
});

test('30 learners who download at once get what is there, and memory stays what it was', async (t) => {
  const big = randomBytes(8 * 2 ** 20);
  const { url, log } = await serve(t, { ...contents, [engine]: big });
  const wanted = createHash('sha256').update(big).digest('hex');
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  const learn = async () => {
    const hash = createHash('sha256');
    const { body } = await fetch(`${url}/${engine}`);
    for await (const chunk of body ?? []) {
      hash.update(chunk);
      most = Math.max(most, process.memoryUsage.rss());
    }
    return hash.digest('hex');
  };
  const started = Date.now();
  const hashes = await Promise.all(Array.from({ length: 30 }, learn));
  t.deepEqual([...new Set(hashes)], [wanted]);
  const grown = (most - before) / 2 ** 20;
  t.log(
    `30 x 8 MiB in ${Date.now() - started} ms; ${grown.toFixed(0)} MiB more memory at most, both ends together`,
  );
  t.true(grown < 120, `${grown} MiB of 240 MiB that were sent`);
  t.is(log.filter(({ status, whole, bytes }) => status === 200 && whole && bytes >= big.length).length, 30);
});

test('a learner who breaks off is noted as that, and goes on later', async (t) => {
  const big = randomBytes(8 * 2 ** 20);
  const { folder, url, log } = await serve(t, { ...contents, [engine]: big });
  const abort = new AbortController();
  const response = await fetch(`${url}/${engine}`, { signal: abort.signal });
  await response.body?.getReader().read();
  abort.abort();
  await eventually(() => log.some(({ whole }) => !whole));
  const { signal } = new AbortController();
  const request = { cacheFolder: await temporaryFolder(t), fetch, signal, version: version() };
  const file = await kitAt({ from: url }, request).file(engine, () => {});
  t.not(file, path.join(folder, engine));
});

test('`bundle serve` prints what learners type, logs a line for each download, and ends at Ctrl-C', async (t) => {
  const { folder } = await makeKit(t, contents);
  const io = new FakeIo('/');
  const { context, abort } = fakeContext(io);
  const free = await freePort();
  const running = bundleServe(context, folder, { port: String(free), host: '127.0.0.1' });
  await eventually(() => io.err.includes('Ctrl-C ends it.'));
  t.is(io.out, `swarmlab up --bundle http://127.0.0.1:${free}\n`);
  await (await fetch(`http://127.0.0.1:${free}/${engine}`)).text();
  for (const target of ['/\x1b[31m', '/\x9b31m', '/%1b[31m']) await raw(free, target);
  await eventually(() => io.err.includes('404'));
  t.regex(io.err, /^\S+Z 127\.0\.0\.1 200 \/engine\/docker-1-amd64\/engine\.tar \(\d+ bytes\)$/m);
  t.notRegex(io.err, /(?!\n)\p{Cc}/u, 'what was asked for does nothing to a terminal');
  abort.abort(new Error('Ctrl-C'));
  await t.notThrowsAsync(running, 'Ctrl-C is its normal end');
  await t.throwsAsync(fetch(`http://127.0.0.1:${free}/`));
});

test('without --host all addresses of this computer are named', async (t) => {
  const { folder } = await makeKit(t, contents);
  const io = new FakeIo('/');
  const { context, abort } = fakeContext(io);
  const running = bundleServe(context, folder, { port: String(await freePort()) });
  await eventually(() => io.err.includes('Ctrl-C ends it.'));
  t.regex(io.out, /^(swarmlab up --bundle http:\/\/\S+:\d+\n)+$/);
  abort.abort(new Error('Ctrl-C'));
  await running;
});

test('a kit that is not whole is not served', async (t) => {
  const { folder } = await makeKit(t, contents);
  await writeFile(path.join(folder, engine), '012');
  const { context } = fakeContext(new FakeIo('/'));
  await t.throwsAsync(bundleServe(context, folder, { port: '8321' }), {
    code: 'E_BUNDLE',
    message: /engine\.tar has 3 bytes instead of 10/,
  });
});

test('a port that is in use, and an address that is not of this computer, are told', async (t) => {
  const { folder } = await makeKit(t, contents);
  const { port } = await serve(t);
  const { context } = fakeContext(new FakeIo('/'));
  await t.throwsAsync(bundleServe(context, folder, { port: String(port), host: '127.0.0.1' }), {
    code: 'E_PORT_TAKEN',
  });
  await t.throwsAsync(bundleServe(context, folder, { port: '0', host: '127.0.0.1' }), { code: 'E_USAGE' });
  await t.throwsAsync(bundleServe(context, folder, { port: String(await freePort()), host: '203.0.113.1' }), {
    code: 'E_USAGE',
    message: /203\.0\.113\.1/,
  });
});

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
