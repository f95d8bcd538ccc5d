import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type SupportDeps, support } from '../../../src/cli/commands/support.ts';
import { workspaceAt } from '../../../src/cluster/workspace.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { FakeIo, fakeContext } from '../../_helpers/fake-io.ts';
import { FakeRunner } from '../../_helpers/fake-runner.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { labFolder } from '../../_helpers/lab-folder.ts';
import { planted, plantedText, stillShown } from '../../_helpers/planted.ts';

/** A computer that has nothing but docker. */
function tools(): FakeRunner {
  const missing = (name: string) => () => {
    throw new SwarmlabError('E_COMMAND_MISSING', `${name} is not installed`, { fix: '' });
  };
  return new FakeRunner()
    .on(/^vagrant /, missing('vagrant'))
    .on(/^VBoxManage /, missing('VBoxManage'))
    .on(/^virsh /, missing('virsh'))
    .on(/^docker --version/, { stdout: 'Docker version 28.5.2, build ecc6942\n' })
    .on(/^docker version/, { exitCode: 1, stderr: `Cannot connect\n${planted[2]?.text}\n` });
}

/** With a doctor that sees what was planted. */
function deps(): SupportDeps {
  const row = { id: 'routes', title: 'Routes', outcome: 'fatal', needed: null, fix: null } as const;
  return {
    runner: tools(),
    examine: async () => ({
      cluster: 'lab',
      provider: 'docker',
      plan: 'swarmlab.yaml',
      providers: null,
      ok: false,
      rows: [{ ...row, seen: plantedText }],
    }),
  };
}

/** Runs it in a folder, and unpacks the archive: path -> text. */
async function archived(
  t: ExecutionContext,
  folder: string,
  flags: { output?: string; withName?: boolean } = {},
) {
  const io = new FakeIo(folder);
  await support(fakeContext(io).context, flags, deps());
  const [, archive = ''] = /^written to (\S+\.tar\.gz) \(\d+ KiB\)$/m.exec(io.out) ?? [];
  const unpacked = await temporaryFolder(t);
  execFileSync('tar', ['-xzf', archive, '-C', unpacked]);
  const root = path.join(unpacked, 'swarmlab-support');
  const files = new Map<string, string>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(path.relative(root, file), await readFile(file, 'utf8'));
  }
  return { io, archive, files, all: [...files].flat().join('\n') };
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

test('it is written where nothing is: no cluster, no swarmlab.yaml, no tools', async (t) => {
  const folder = await temporaryFolder(t);
  const { io, archive, files } = await archived(t, folder);
  t.deepEqual([...files.keys()].sort(), ['README.txt', 'doctor.json', 'versions.json']);
  t.deepEqual(await readdir(folder), [path.basename(archive)], 'nothing else comes into being');
  t.is((await stat(archive)).mode & 0o777, 0o600);
  t.regex(archive, /swarmlab-support-\d{8}T\d{6}\.tar\.gz$/);
  t.regex(io.out, /^left out: swarmlab\.yaml: there is none$/m);
  t.regex(io.out, /^left out: nodes and swarm: no cluster was made in this folder yet$/m);
  t.true(io.out.endsWith('Look through it before you send it.\n'));
  const versions = JSON.parse(files.get('versions.json') ?? '');
  t.regex(versions.docker, /28\.5\.2/);
  t.is(versions.vagrant, 'not installed');
  t.is(versions.node, process.version);
});

test('no secret that was planted anywhere is in the unpacked archive', async (t) => {
  const workspace = await labFolder(t);
  const { folder, stateFolder, logFolder, keyFile, configFile } = workspace;
  await put(path.join(logFolder, 'up.log'), `${plantedText}\n`);
  await put(path.join(logFolder, 'lab-check.log'), `${plantedText.replaceAll('\n', '\ncore-01 | ')}\n`);
  await put(keyFile, planted.map(({ secret }) => secret).join('\n'));
  await put(configFile, `${await readFile(configFile, 'utf8')}# ${plantedText.replaceAll('\n', '\n# ')}\n`);
  await put(
    path.join(stateFolder, 'course', 'progress.json'),
    JSON.stringify({ version: 1, labs: { x: { message: plantedText } } }),
  );
  const { files, all } = await archived(t, folder);
  t.deepEqual(stillShown(all), []);
  t.true(files.has('logs/up.log') && files.has('logs/lab-check.log') && files.has('progress.json'));
  t.true(files.get('swarmlab.yaml')?.includes('core-01'));
  t.is(JSON.parse(files.get('doctor.json') ?? '').rows[0].title, 'Routes');
  t.false([...files.keys()].some((name) => name.includes('id_ed25519')));
});

test('who the learner is stays at home, unless asked for', async (t) => {
  const { folder, stateFolder, logFolder } = await labFolder(t);
  const who = { name: 'Ada Lovelace', email: 'ada@example.org' };
  await put(
    path.join(stateFolder, 'course', 'progress.json'),
    JSON.stringify({ version: 1, tool: '0.1.0', who, labs: {} }),
  );
  await put(path.join(logFolder, 'lab.log'), 'started by Ada Lovelace <ada@example.org>\n');
  const { all, files } = await archived(t, folder);
  t.notRegex(all, /Lovelace|ada@example/);
  t.is(JSON.parse(files.get('progress.json') ?? '').tool, '0.1.0');
  const named = await archived(t, folder, { withName: true, output: 'named.tar.gz' });
  t.regex(named.files.get('progress.json') ?? '', /Ada Lovelace/);
  t.regex(named.archive, /named\.tar\.gz$/);
});

test('its README says what is in it, what is not, and which known problems the logs tell of', async (t) => {
  const { folder, logFolder } = await labFolder(t);
  const recorded = await readFile('test/fixtures/known-problems/pull-limit.txt', 'utf8');
  await put(path.join(logFolder, 'up.log'), recorded);
  const { files } = await archived(t, folder);
  const readme = files.get('README.txt') ?? '';
  t.regex(readme, /^ {2}logs\/up\.log$/m);
  t.regex(readme, /^ {2}state\.json: there is none$/m);
  t.regex(readme, /^ {2}private keys;/m);
  t.regex(
    readme,
    /^ {2}E_PULL_LIMIT: .*\n {4}fix: .*docker login.*\n {4}more: https:.*\n {4}in: logs\/up\.log$/m,
  );
});

test('a damaged record, a wrong swarmlab.yaml and a damaged state keep nothing else out', async (t) => {
  const { folder, stateFolder, stateFile, configFile } = await labFolder(t);
  await put(path.join(stateFolder, 'course', 'progress.json'), '{');
  await put(stateFile, 'not JSON');
  await put(configFile, 'nodes: [');
  const { files, io } = await archived(t, folder);
  t.is(files.get('swarmlab.yaml'), 'nodes: [');
  t.is(files.get('state.json'), 'not JSON');
  t.regex(io.out, /^left out: progress\.json: it cannot be read$/m);
  t.regex(io.out, /^left out: nodes and swarm: .*swarmlab\.yaml/m);
});

test('Ctrl-C leaves no archive, and a folder that cannot be written to is named', async (t) => {
  const { folder } = workspaceAt(await temporaryFolder(t));
  const { context, abort } = fakeContext(new FakeIo(folder));
  abort.abort(new SwarmlabError('E_INTERRUPTED', 'interrupted', { fix: '' }));
  await t.throwsAsync(support(context, {}, deps()), { code: 'E_INTERRUPTED' });
  t.deepEqual(await readdir(folder), []);
  await writeFile(path.join(folder, 'file'), '');
  const io = new FakeIo(folder);
  await t.throwsAsync(support(fakeContext(io).context, { output: 'file/a.tar.gz' }, deps()), {
    code: 'E_FILE',
  });
  t.deepEqual(await readdir(folder), ['file']);
});
