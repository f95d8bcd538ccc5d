import { cp, mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { bundleVerify } from '../../src/cli/commands/bundle-verify.ts';
import { FakeIo, fakeContext } from '../_helpers/fake-io.ts';
import { makeKit } from '../_helpers/kit.ts';

const contents = {
  'README.txt': 'how to',
  'engine/docker-1-amd64/engine.tar': 'an engine, of some length',
  'engine/docker-1-amd64/manifest.json': '{}',
  'images/labs-amd64-0/images.tar': 'some images',
};
const engine = 'engine/docker-1-amd64/engine.tar';

async function verify(folder: string, flags: { json?: boolean } = {}) {
  const io = new FakeIo('/');
  const { context, codes } = fakeContext(io);
  await bundleVerify(context, folder, flags);
  return { out: io.out, err: io.err, code: codes[0] ?? 0 };
}

test('a kit that is as it was made is whole', async (t) => {
  const { folder } = await makeKit(t, contents);
  const { out, err, code } = await verify(folder);
  t.is(code, 0);
  t.regex(out, /: whole \(4 files, 44 bytes, of swarmlab /);
  t.regex(err, /reading engine\/docker-1-amd64\/engine\.tar \(25 bytes\)\n/, 'progress');
});

const damages: [string, RegExp, (folder: string, file: string) => Promise<unknown>][] = [
  ['missing', /is missing/, (_, file) => rm(file)],
  ['cut', /is cut: 10 bytes of 25 bytes/, (_, file) => truncate(file, 10)],
  ['cut', /is cut: 0 bytes of 25 bytes/, (_, file) => truncate(file, 0)],
  [
    'damaged',
    /is damaged: its sha256 is [0-9a-f]{12}…, not [0-9a-f]{12}…/,
    (_, file) => writeFile(file, 'an engine, of same length'),
  ],
  ['damaged', /is damaged/, (_, file) => writeFile(file, 'an engine, of some length, and more')],
  [
    'swapped',
    /holds what belongs into images\/labs-amd64-0\/images\.tar/,
    (folder, file) => cp(path.join(folder, 'images/labs-amd64-0/images.tar'), file),
  ],
  [
    'swapped',
    /is a link or a folder/,
    async (folder, file) => {
      await rename(file, path.join(folder, '..', `${path.basename(folder)}-outside`));
      await symlink(path.join(folder, '..', `${path.basename(folder)}-outside`), file);
    },
  ],
  ['swapped', /is a link or a folder/, (_, file) => rm(file).then(() => mkdir(file))],
];

for (const [at, [state, says, damage]] of damages.entries())
  test(`a ${state} file is named (${at})`, async (t) => {
    const { folder } = await makeKit(t, contents);
    t.teardown(() => rm(`${folder}-outside`, { force: true }));
    await damage(folder, path.join(folder, engine));
    const { out, code } = await verify(folder);
    t.is(code, 1);
    t.regex(out, new RegExp(`^${state}\\s+${engine}\\s+${says.source}`, 'm'));
    const json = JSON.parse((await verify(folder, { json: true })).out);
    t.false(json.whole);
    t.deepEqual(
      json.findings.map((it: { state: string; path: string }) => [it.state, it.path]),
      [[state, engine]],
    );
  });

test('a file that the manifest does not list is named; what an operating system left is not', async (t) => {
  const { folder } = await makeKit(t, contents);
  await writeFile(path.join(folder, 'images/labs-amd64-0/extra.tar'), '');
  await symlink('/etc', path.join(folder, 'etc'));
  for (const name of ['.DS_Store', '._README.txt']) await writeFile(path.join(folder, name), '');
  const { out, code } = await verify(folder);
  t.is(code, 1);
  t.regex(out, /^not listed\s+images\/labs-amd64-0\/extra\.tar/m);
  t.regex(out, /^not listed\s+etc /m);
  t.notRegex(out, /DS_Store|\._/);
});

const refused = async (t: ExecutionContext, folder: string, message: RegExp) => {
  const error = await t.throwsAsync(verify(folder), { code: 'E_BUNDLE', message });
  t.is((error as unknown as { exitCode: number }).exitCode, 3);
};

test('a folder without a kit, and a damaged manifest, are no kits', async (t) => {
  const { folder } = await makeKit(t, contents);
  await truncate(path.join(folder, 'manifest.json'), 100);
  await refused(t, folder, /manifest\.json is not the manifest of a kit, or damaged/);
  await rm(path.join(folder, 'manifest.json'));
  await refused(t, folder, /there is no finished kit in /);
});

for (const name of [
  '../outside',
  '/etc/passwd',
  'a/../../b',
  'a//b',
  './a',
  'a/./b',
  '.hidden',
  'a/.hidden',
  'a\\b',
  'C:/windows',
  'a b',
  'a\0b',
  'a%2fb',
  '~/x',
  'a/b/c/d/e',
  'x'.repeat(300),
  '',
  'MANIFEST.JSON',
])
  test(`a manifest that lists ${JSON.stringify(name.slice(0, 20))} is refused whole`, async (t) => {
    const file = { path: name, bytes: 0, sha256: '0'.repeat(64), kind: 'readme' as const };
    const { folder } = await makeKit(t, {}, { files: [file] });
    await refused(t, folder, /is not the manifest of a kit/);
  });
