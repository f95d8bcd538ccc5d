import { chmod, lstat, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { withNames, withoutNames } from '../../../src/cluster/host-names/block.ts';
import { changeHosts, hostsPath, readHosts } from '../../../src/cluster/host-names/system-hosts.ts';
import { replaceScript } from '../../../src/cluster/hosts-file.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { localRunner } from '../../../src/transport/local.ts';
import { FakeRunner } from '../../_helpers/fake-runner.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';

const runner = localRunner({ write() {} });
const names = [{ name: 'core-01', address: '172.17.8.101' }];
/** Latin-1 and no line end at the last line. */
const odd = Buffer.from('127.0.0.1 localhost\r\n# caf\xe9 \x00\xff\r\n10.0.0.1 box', 'latin1');

async function scratch(t: ExecutionContext, content: Buffer = odd) {
  const folder = await temporaryFolder(t);
  const file = path.join(folder, 'hosts');
  await writeFile(file, content);
  return { folder, file };
}

test('the names come and go on a real file, with its mode, and every other byte stays', async (t) => {
  const { folder, file } = await scratch(t);
  await chmod(file, 0o640);
  t.true(await changeHosts({ file, runner }, (text) => withNames(text, '/lab', names)));
  t.true((await readFile(file, 'latin1')).startsWith(odd.toString('latin1')));
  t.is((await stat(file)).mode & 0o777, 0o640);
  t.false(
    await changeHosts({ file, runner }, (text) => withNames(text, '/lab', names)),
    'it is there already',
  );
  t.true(await changeHosts({ file, runner }, (text) => withoutNames(text, '/lab')));
  t.deepEqual(await readFile(file), odd);
  t.is((await stat(file)).mode & 0o777, 0o640);
  t.deepEqual(await readdir(folder), ['hosts'], 'no draft is left');
});

test('a symbolic link stays one', async (t) => {
  const { folder, file } = await scratch(t);
  const link = path.join(folder, 'link');
  await symlink(file, link);
  await changeHosts({ file: link, runner }, (text) => withNames(text, '/lab', names));
  t.true((await lstat(link)).isSymbolicLink());
  t.regex(await readFile(file, 'latin1'), /core-01/);
});

test('what cannot be renamed onto is written in place', async (t) => {
  const { folder, file } = await scratch(t);
  // As a rename onto a mount: `mv` says no.
  const bin = path.join(folder, 'bin');
  const script = `mkdir '${bin}' && printf '#!/bin/sh\\nexit 1\\n' >'${bin}/mv' && chmod 755 '${bin}/mv'
PATH='${bin}':$PATH exec sh -c "$0" replace "$1"`;
  const before = (await stat(file)).ino;
  const { exitCode, stderr } = await runner.run({
    argv: ['sh', '-c', script, replaceScript, file],
    input: 'new\n',
  });
  t.is(exitCode, 0, stderr);
  t.is(await readFile(file, 'utf8'), 'new\n');
  t.is((await stat(file)).ino, before);
  t.deepEqual((await readdir(folder)).sort(), ['bin', 'hosts']);
});

test('where root is needed it goes through sudo, or says how', async (t) => {
  const { file } = await scratch(t);
  const mayReplace = async () => false;
  const change = (text: string) => `${text}more`;
  const asked = new FakeRunner().on(/^sudo -n sh -c/);
  t.true(await changeHosts({ file, runner: asked, mayReplace }, change));
  t.true(asked.ran[0]?.endsWith(`swarmlab-hosts ${file}`));

  const refused = new FakeRunner().on(/^sudo/, { exitCode: 1, stderr: 'sudo: a password is required\n' });
  const error = await t.throwsAsync<SwarmlabError>(
    changeHosts({ file, runner: refused, mayReplace }, change),
    {
      code: 'E_FILE',
      message: `${file} belongs to root, and sudo asks for a password`,
    },
  );
  t.regex(error?.fix ?? '', /sudo -v/);

  const without = new FakeRunner().on(/^sudo/, () => {
    throw new SwarmlabError('E_COMMAND_MISSING', 'sudo is not installed', { fix: '-' });
  });
  await t.throwsAsync(changeHosts({ file, runner: without, mayReplace }, change), {
    message: /and there is no sudo/,
  });

  const failed = new FakeRunner().on(/^sudo/, {
    exitCode: 1,
    stderr: 'cat: write error: No space left on device\n',
  });
  await t.throwsAsync(changeHosts({ file, runner: failed, mayReplace }, change), {
    code: 'E_FILE',
    message: `could not write ${file}: cat: write error: No space left on device`,
  });
});

test('a file that is not there, and a block without its end, are told with the way out', async (t) => {
  const { folder, file } = await scratch(t);
  await t.throwsAsync(readHosts({ file: path.join(folder, 'none') }), { code: 'E_FILE', message: /ENOENT/ });
  await writeFile(file, '# swarmlab hosts: begin /lab\n10.0.0.1 box\n');
  const error = await t.throwsAsync<SwarmlabError>(
    changeHosts({ file, runner }, (text) => withoutNames(text, '/lab')),
    { code: 'E_FILE', message: /has lost its last line/ },
  );
  t.true(error?.fix.includes('# swarmlab hosts: end /lab'));
});

test('on Windows the file has its place, and is written in place', async (t) => {
  t.is(hostsPath({ SystemRoot: 'D:\\Win' }, 'win32'), 'D:\\Win\\System32\\drivers\\etc\\hosts');
  t.is(hostsPath({}, 'win32'), 'C:\\Windows\\System32\\drivers\\etc\\hosts');
  t.is(hostsPath({}, 'darwin'), '/etc/hosts');
  const { file } = await scratch(t);
  const nobody = new FakeRunner();
  t.true(
    await changeHosts({ file, runner: nobody, platform: 'win32' }, (text) => withNames(text, '/lab', names)),
  );
  t.true(
    await changeHosts({ file, runner: nobody, platform: 'win32' }, (text) => withoutNames(text, '/lab')),
  );
  t.deepEqual(await readFile(file), odd);
});
