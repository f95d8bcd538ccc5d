import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { aptConfig, aptSources, makeAptFolder } from '../../src/debian/apt-folder.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const plan = {
  suite: 'trixie',
  arch: 'arm64',
  mirror: { main: 'http://m/debian' },
  keyring: '/k.gpg',
} as const;

test('every source demands the signature of the given keyring', (t) => {
  const lines = aptSources({
    ...plan,
    mirror: { main: 'http://m/debian', security: 'http://m/debian-security' },
  });
  t.is(
    lines,
    [
      'deb [arch=arm64 signed-by=/k.gpg] http://m/debian trixie main',
      'deb [arch=arm64 signed-by=/k.gpg] http://m/debian trixie-updates main',
      'deb [arch=arm64 signed-by=/k.gpg] http://m/debian-security trixie-security main',
      '',
    ].join('\n'),
  );
});

test('nothing of the configuration lets unsigned packages through, and nothing is written outside the folder', (t) => {
  const config = aptConfig('/cache/x', 'amd64');
  t.notRegex(config, /AllowInsecure|AllowUnauthenticated|trusted/i);
  for (const [, value] of config.matchAll(/^Dir::\S+ "(.*)";$/gm))
    t.true(value?.startsWith('/cache/x/'), value);
  t.regex(config, /^#clear APT::Update::Post-Invoke;$/m);
});

test('the folder is complete and its configuration is what apt is pointed at', async (t) => {
  const folder = path.join(await temporaryFolder(t), 'apt');
  const options = await makeAptFolder(folder, plan);
  t.deepEqual(options, ['-q', '-c', path.join(folder, 'apt.conf')]);
  t.is(await readFile(path.join(folder, 'status'), 'utf8'), '');
  t.regex(await readFile(path.join(folder, 'apt.conf'), 'utf8'), /APT::Architecture "arm64";/);
});

test('packages to leave out are on record as installed, so that apt fetches neither them nor what only they need', async (t) => {
  const folder = path.join(await temporaryFolder(t), 'apt');
  await makeAptFolder(folder, { ...plan, without: ['adduser', 'debconf'] });
  const records = (await readFile(path.join(folder, 'status'), 'utf8')).trim().split('\n\n');
  t.deepEqual(
    records.map((record) => /^Package: (.*)$/m.exec(record)?.[1]),
    ['adduser', 'debconf'],
  );
  for (const record of records) t.regex(record, /^Status: install ok installed$/m);
});
