import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import type { Arch } from '../../../src/engine/manifest.ts';
import { fromFile } from '../../../src/engine/sources/file.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { localRunner } from '../../../src/transport/local.ts';
import { engineTar } from '../../_helpers/engine-tar.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { installed } from '../../_helpers/installed.ts';

async function take(t: ExecutionContext, file: string, arch: Arch = 'amd64') {
  const into = await temporaryFolder(t);
  const { fetch } = globalThis;
  const runner = localRunner({ write() {} });
  const signal = new AbortController().signal;
  const obtained = await fromFile({ arch, into, runner, fetch, report() {}, signal }, file);
  return { obtained, plain: await readFile(path.join(into, 'engine.tar')) };
}

async function refusal(t: ExecutionContext, file: string, arch?: Arch): Promise<SwarmlabError> {
  const error = await t.throwsAsync(take(t, file, arch), { instanceOf: SwarmlabError });
  t.is(error.code, 'E_ENGINE_SOURCE');
  t.true(error.message.includes(file));
  return error;
}

test('a plain and a gzipped archive are taken, whatever their names end with', async (t) => {
  const tar = await engineTar(await temporaryFolder(t));
  const bytes = await readFile(tar);
  const gz = `${tar}.odd`;
  await writeFile(gz, gzipSync(bytes));
  for (const file of [tar, gz]) {
    const { obtained, plain } = await take(t, file);
    t.is(obtained.version, '28.0.4');
    t.deepEqual(plain, bytes);
  }
});

(installed('zstd') ? test : test.skip)('an archive compressed with zstd is taken', async (t) => {
  const tar = await engineTar(await temporaryFolder(t));
  execFileSync('zstd', ['-q', tar]);
  t.deepEqual((await take(t, `${tar}.zst`)).plain, await readFile(tar));
});

test('an archive without a version in its name is known by its content', async (t) => {
  const tar = await engineTar(await temporaryFolder(t), { name: 'mine.tar' });
  t.regex((await take(t, tar)).obtained.version, /^file-[0-9a-f]{8}$/);
});

test('an archive that lacks a program is refused, naming it', async (t) => {
  const tar = await engineTar(await temporaryFolder(t), { without: 'docker-proxy' });
  t.regex((await refusal(t, tar)).message, /lacks docker\/docker-proxy$/);
});

test('an archive for another architecture is refused', async (t) => {
  const tar = await engineTar(await temporaryFolder(t), { arch: 'arm64' });
  t.regex((await refusal(t, tar, 'amd64')).message, /holds programs for arm64, the nodes are amd64$/);
});

test('what is no archive, is missing or is damaged is refused', async (t) => {
  const folder = await temporaryFolder(t);
  const text = path.join(folder, 'notes.tgz');
  await writeFile(text, 'hello');
  t.regex((await refusal(t, text)).message, /is not a \.tgz/);
  t.regex((await refusal(t, path.join(folder, 'nowhere.tgz'))).message, /does not exist$/);
  const cut = path.join(folder, 'cut.tgz');
  await writeFile(cut, gzipSync(await readFile(await engineTar(folder))).subarray(0, 100));
  t.regex((await refusal(t, cut)).message, /is damaged/);
});
