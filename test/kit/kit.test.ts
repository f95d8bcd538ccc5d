import { appendFile, cp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { version } from '../../src/cli/version.ts';
import { type Kit, type KitReference, kitAt } from '../../src/kit/kit.ts';
import { temporaryFolder } from '../_helpers/folder.ts';
import { makeKit } from '../_helpers/kit.ts';

const engine = 'engine/docker-1-amd64/engine.tar';
const contents = { [engine]: 'an engine, of some length', 'node-image/1.tar.gz': 'a node' };

const noNetwork: typeof globalThis.fetch = async (address) => {
  throw new Error(`a request was made: ${address}`);
};

async function open(
  t: ExecutionContext,
  reference: KitReference,
  over: { cache?: string; fetch?: typeof fetch } = {},
) {
  const cacheFolder = over.cache ?? (await temporaryFolder(t));
  const { signal } = new AbortController();
  const request = { cacheFolder, fetch: over.fetch ?? noNetwork, signal, version: version() };
  return { kit: kitAt(reference, request), cacheFolder };
}
const get = (kit: Kit, name = engine) => kit.file(name, () => {});

/** A server for the folder that breaks a connection off after `most` bytes, and notes what was asked for. */
function server(folder: string, most = Number.POSITIVE_INFINITY) {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (address, { headers } = {}) => {
    const { pathname } = new URL(String(address));
    const range = (headers as Record<string, string>)?.range;
    asked.push(range ? `${pathname} ${range}` : pathname);
    const content = await readFile(path.join(folder, pathname)).catch(() => undefined);
    if (!content) return new Response('', { status: 404 });
    const start = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    const rest = content.subarray(start);
    const breaks = pathname !== '/manifest.json' && rest.length > most;
    let sent = false;
    const body = new ReadableStream({
      pull(controller) {
        if (sent) breaks ? controller.error(new TypeError('terminated')) : controller.close();
        else controller.enqueue(new Uint8Array(breaks ? rest.subarray(0, most) : rest));
        sent = true;
      },
    });
    const part = { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` };
    return new Response(body, { status: range ? 206 : 200, headers: range ? part : {} });
  };
  return { asked, fetch };
}

test('a file of a kit is copied into the cache and verified; the stick may then be pulled out', async (t) => {
  const { folder } = await makeKit(t, contents);
  const { kit, cacheFolder } = await open(t, { from: folder });
  const file = await get(kit);
  t.is(await readFile(file, 'utf8'), contents[engine]);
  t.true(file.startsWith(path.join(cacheFolder, 'kits')));
  const id = await kit.id();
  await rm(folder, { recursive: true });
  const later = await open(t, { from: folder, id }, { cache: cacheFolder });
  t.is(await get(later.kit), file);
  await t.throwsAsync(get(later.kit, 'node-image/1.tar.gz'), { code: 'E_BUNDLE', message: /is missing/ });
});

for (const [state, damage] of [
  ['is cut: 3 bytes of 25 bytes', (file: string) => truncate(file, 3)],
  ['is damaged', (file: string) => writeFile(file, 'an engine, of same length')],
  ['is damaged', (file: string) => appendFile(file, '!')],
  ['is missing', (file: string) => rm(file)],
  ['holds what belongs into node-image/1.tar.gz', (file: string) => writeFile(file, 'a node')],
  [
    'is a link or a folder',
    async (file: string) => {
      await rm(file);
      await symlink('/etc/hostname', file);
    },
  ],
] as const)
  test(`a file that ${state} is named and refused (${damage})`, async (t) => {
    const { folder } = await makeKit(t, contents);
    await damage(path.join(folder, engine));
    const { kit, cacheFolder } = await open(t, { from: folder });
    const error = await t.throwsAsync(get(kit), { code: 'E_BUNDLE' });
    t.true(error?.message.includes(`${engine} ${state}`), error?.message);
    t.regex((error as unknown as { fix: string }).fix, /^Get that file again/);
    const id = await kit.id();
    const left = await readdir(path.join(cacheFolder, 'kits', id, path.dirname(engine)));
    t.deepEqual(left, [], 'nothing of it is left to be used');
    t.is(await readFile(await get(kit, 'node-image/1.tar.gz'), 'utf8'), 'a node', 'the others are used');
  });

test('a folder of the kit that is a link out of it is refused', async (t) => {
  const { folder } = await makeKit(t, contents);
  const outside = await temporaryFolder(t);
  await cp(path.join(folder, 'engine'), outside, { recursive: true });
  await rm(path.join(folder, 'engine'), { recursive: true });
  await symlink(outside, path.join(folder, 'engine'));
  const { kit } = await open(t, { from: folder });
  await t.throwsAsync(get(kit), { code: 'E_BUNDLE', message: /is a link or a folder/ });
});

test('a copy in the cache that was damaged since is copied again', async (t) => {
  const { folder } = await makeKit(t, contents);
  const first = await open(t, { from: folder });
  await writeFile(await get(first.kit), 'something');
  const { kit } = await open(t, { from: folder }, { cache: first.cacheFolder });
  t.is(await readFile(await get(kit), 'utf8'), contents[engine]);
});

test('what a kit lacks is told with the reason that its manifest gives', async (t) => {
  const reason = 'no registry answers';
  const lacking = [{ what: 'localhost/grafana:12', path: 'images/grafana-12-amd64-0', reason }];
  const { folder } = await makeKit(t, contents, { lacking });
  const { kit } = await open(t, { from: folder });
  t.regex(
    await kit.absence('images/grafana-12-amd64-0'),
    /^the kit .* does not have it: no registry answers$/,
  );
  await t.throwsAsync(get(kit, 'box/x.box'), { code: 'E_BUNDLE', message: /does not have it$/ });
});

test('a kit of another version of swarmlab is refused, with the way to the right one', async (t) => {
  const { folder } = await makeKit(t, contents, { swarmlab: '0.0.1' });
  const { kit } = await open(t, { from: folder });
  await t.throwsAsync(get(kit), { code: 'E_BUNDLE', message: /is of swarmlab 0\.0\.1/ });
});

test('a download that breaks off goes on where it was', async (t) => {
  const { folder } = await makeKit(t, contents);
  const { asked, fetch } = server(folder, 10);
  const { kit } = await open(t, { from: 'http://teacher:8321' }, { fetch });
  t.is(await readFile(await get(kit), 'utf8'), contents[engine]);
  t.deepEqual(asked, ['/manifest.json', `/${engine}`, `/${engine} bytes=10-`, `/${engine} bytes=20-`]);
});

test('a download whose process was killed goes on too, and only what is needed is fetched', async (t) => {
  const { folder } = await makeKit(t, contents);
  const { asked, fetch } = server(folder);
  const first = await open(t, { from: 'http://teacher:8321/' }, { fetch });
  const local = await get(first.kit);
  // As a process that is gone has left it.
  await rm(local);
  await writeFile(`${local}.part-${hostname()}-4194399`, 'an engine');
  const { kit } = await open(t, { from: 'http://teacher:8321/' }, { fetch, cache: first.cacheFolder });
  t.is(await readFile(await get(kit), 'utf8'), contents[engine]);
  t.is(asked.at(-1), `/${engine} bytes=9-`);
  t.deepEqual(await readdir(path.dirname(local)), ['engine.tar']);
  t.false(asked.some((it) => it.includes('node-image')));
});

test('a part that was of another file is fetched anew', async (t) => {
  const { folder } = await makeKit(t, contents);
  const { asked, fetch } = server(folder);
  const first = await open(t, { from: 'http://teacher:8321' }, { fetch });
  const local = await get(first.kit);
  await rm(local);
  await writeFile(`${local}.part-${hostname()}-4194399`, 'nothing');
  const { kit } = await open(t, { from: 'http://teacher:8321' }, { fetch, cache: first.cacheFolder });
  t.is(await readFile(await get(kit), 'utf8'), contents[engine]);
  t.deepEqual(asked.slice(-2), [`/${engine} bytes=7-`, `/${engine}`]);
});

test('a server that hands out something else, more, or nothing is refused', async (t) => {
  const { folder } = await makeKit(t, contents);
  for (const [content, message] of [
    ['an engine, of same length', /is damaged/],
    ['an engine, of some length, and on', /sent more than the file has/],
    [
      undefined,
      /cannot get http:\/\/teacher:8321\/engine\/docker-1-amd64\/engine\.tar: the server answered 404/,
    ],
  ] as const) {
    const other = `${folder}-served`;
    await cp(folder, other, { recursive: true });
    t.teardown(() => rm(other, { recursive: true, force: true }));
    if (content) await writeFile(path.join(other, engine), content);
    else await rm(path.join(other, engine));
    const { kit } = await open(t, { from: 'http://teacher:8321' }, { fetch: server(other).fetch });
    await t.throwsAsync(get(kit), { code: 'E_BUNDLE', message });
  }
});

test('once opened, a kit is known without its server', async (t) => {
  const { folder } = await makeKit(t, contents);
  const first = await open(t, { from: 'http://teacher:8321' }, { fetch: server(folder).fetch });
  const file = await get(first.kit);
  const reference = { from: 'http://teacher:8321', id: await first.kit.id() };
  const { kit } = await open(t, reference, { cache: first.cacheFolder });
  t.is(await get(kit), file);
});

test('a kit that gained a file is not fetched whole again', async (t) => {
  const { folder } = await makeKit(t, contents);
  const first = await open(t, { from: folder });
  await get(first.kit);
  const more = await makeKit(t, { ...contents, 'README.txt': 'new' });
  await rm(path.join(more.folder, engine));
  const { kit } = await open(t, { from: more.folder }, { cache: first.cacheFolder });
  t.is(await readFile(await get(kit), 'utf8'), contents[engine]);
});
