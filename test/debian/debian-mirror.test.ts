import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { hostMirror, mirrorIn } from '../../src/debian/debian-mirror.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

test("the host's own mirror is used, in either format of apt's sources", (t) => {
  const lines = 'deb [signed-by=/k.gpg] https://mirror.example/debian/ bookworm main\n';
  t.deepEqual(mirrorIn(lines), { main: 'https://mirror.example/debian' });
  const stanza = [
    'Types: deb',
    'URIs: http://mirror.example/debian',
    'Suites: trixie',
    '',
    'URIs: http://mirror.example/debian-security',
  ];
  t.deepEqual(mirrorIn(stanza.join('\n')), {
    main: 'http://mirror.example/debian',
    security: 'http://mirror.example/debian-security',
  });
});

test('comments, source packages and other distributions are no mirror of Debian', (t) => {
  const text = [
    '# deb http://old.example/debian bookworm main',
    'deb-src http://src.example/debian bookworm main',
    'deb http://archive.ubuntu.com/ubuntu noble main',
    'URIs: https://download.docker.com/linux/debian-extra',
  ].join('\n');
  t.is(mirrorIn(text), undefined);
});

test('an apt repository of somebody else that is made for Debian is no mirror of Debian', (t) => {
  for (const uri of [
    'https://download.docker.com/linux/debian',
    'https://repo.example/debian',
    'http://x.example/virtualbox/debian',
  ])
    t.is(mirrorIn(`deb ${uri} bookworm main\n`), undefined, uri);
  t.is(mirrorIn('deb http://x.example/pub/debian bookworm main\n')?.main, 'http://x.example/pub/debian');
});

test('all files of apt are read, and none need be there', async (t) => {
  const folder = await temporaryFolder(t);
  t.is(await hostMirror(path.join(folder, 'nowhere')), undefined);
  await mkdir(path.join(folder, 'sources.list.d'));
  await writeFile(
    path.join(folder, 'sources.list.d', 'debian.sources'),
    'URIs: http://near.example/debian\n',
  );
  await writeFile(
    path.join(folder, 'sources.list.d', 'off.list.disabled'),
    'deb http://off.example/debian x main\n',
  );
  t.deepEqual(await hostMirror(folder), { main: 'http://near.example/debian' });
});
