import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { loadTopology, requireConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { plan, planWith } from './wrong/plan.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'swarmlab-config-'));
test.after.always(() => rm(folder, { recursive: true, force: true }));

async function place(name: string, content?: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name, 'swarmlab.yaml');
  await mkdir(path.dirname(file));
  if (content !== undefined) await writeFile(file, content);
  return file;
}

const errorOf = async (file: string): Promise<SwarmlabError> => {
  try {
    await loadTopology(file);
  } catch (error) {
    if (error instanceof SwarmlabError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

test('reads a file from the disk', async (t) => {
  const { topology, warnings } = await loadTopology(await place('right', plan));
  t.is(topology.cluster, 'demo');
  t.deepEqual(warnings, []);
});

test('throws one error that counts the problems and holds each of them', async (t) => {
  const file = await place(
    'wrong',
    planWith(
      ['demo', 'Demo'],
      ['role: worker\n    address: 172.17.8.102', 'role: manager\n    address: 172.17.9.102'],
    ),
  );
  const error = await errorOf(file);
  if (!(error instanceof ConfigError)) return t.fail();
  t.is(error.code, 'E_CONFIG');
  t.is(error.exitCode, 2);
  t.is(error.message, `${file} has 2 errors and 1 warning`);
  t.true(
    error.report.startsWith(
      `${file}:2:10: error: cluster is not a valid name (got "Demo")\n  fix: write \`cluster: demo\``,
    ),
  );
  t.is(error.problems.length, 3);
});

test('a single problem lends its fix to the error', async (t) => {
  const error = await errorOf(await place('single', planWith(['172.17.8.0/24', '172.17.8.1/24'])));
  t.is(error.fix, 'write `subnet: 172.17.8.0/24`');
});

test('warnings come with the topology', async (t) => {
  const { warnings } = await loadTopology(await place('warned', planWith(['role: worker', 'role: manager'])));
  t.regex(warnings[0]?.message ?? '', /an even number of managers/);
});

test('a missing file is E_NO_CONFIG with the directory and the way to make one', async (t) => {
  const file = await place('missing');
  const error = await errorOf(file);
  t.is(error.code, 'E_NO_CONFIG');
  t.is(error.message, `no swarmlab.yaml in ${path.dirname(file)}`);
  t.is(error.fix, 'run `swarmlab init` there, or name its directory with -C DIR');
  await t.throwsAsync(requireConfig(file), { message: error.message });
  await t.throwsAsync(requireConfig(path.join(folder, 'nowhere', 'swarmlab.yaml')), {
    instanceOf: SwarmlabError,
  });
});

const unreadable: [string, Uint8Array | string, RegExp][] = [
  ['binary', Uint8Array.of(0x61, 0, 0x62), /is a binary file, not text$/],
  ['latin-1', Uint8Array.of(0x61, 0xe9, 0x0a), /is not UTF-8 text$/],
  ['utf-16', Buffer.from('\ufeffversion: 1', 'utf16le'), /is UTF-16 text$/],
  ['huge', 'a'.repeat(300_000), /is too large for a topology: 293 KiB, and 64 is the limit$/],
];
for (const [what, content, message] of unreadable)
  test(`refuses a ${what} file in a sentence`, async (t) => {
    const error = await errorOf(await place(what, content));
    t.is(error.code, 'E_CONFIG');
    t.regex(error.message, message);
    t.not(error.fix, '');
  });

test('refuses a directory, and a device that never ends', async (t) => {
  const directory = await place('directory');
  await mkdir(directory);
  t.regex((await errorOf(directory)).message, /is a directory$/);
  t.regex((await errorOf('/dev/zero')).message, /is not a regular file$/);
});

test('a byte order mark and an empty file are no riddle', async (t) => {
  t.is((await loadTopology(await place('bom', `\ufeff${plan}`))).topology.cluster, 'demo');
  t.is((await errorOf(await place('empty', ''))).fix, 'run `swarmlab init` to write one');
});
