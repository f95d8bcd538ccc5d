import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { type TarEntry, tar, writeTar } from '../../src/images/tar.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const entries: TarEntry[] = [
  { type: 'folder', path: 'bin' },
  { type: 'file', path: 'bin/tool', content: Buffer.alloc(513, 'x'), mode: 0o755 },
  { type: 'symlink', path: 'bin/sh', target: 'tool' },
  { type: 'folder', path: 'tmp', mode: 0o1777 },
  { type: 'file', path: 'empty', content: Buffer.alloc(0) },
];

test('the system tar reads it: names, modes, sizes, owner, time and links', (t) => {
  const listing = execFileSync('tar', ['-tvf', '-', '--numeric-owner', '--utc'], {
    input: tar(entries),
    encoding: 'utf8',
  });
  t.deepEqual(
    listing
      .trim()
      .split('\n')
      .map((line) => line.replace(/ +/g, ' ')),
    [
      'drwxr-xr-x 0/0 0 1970-01-01 00:00 bin/',
      '-rwxr-xr-x 0/0 513 1970-01-01 00:00 bin/tool',
      'lrwxrwxrwx 0/0 0 1970-01-01 00:00 bin/sh -> tool',
      'drwxrwxrwt 0/0 0 1970-01-01 00:00 tmp/',
      '-rw-r--r-- 0/0 0 1970-01-01 00:00 empty',
    ],
  );
});

test('a file comes out as it went in', (t) => {
  const out = execFileSync('tar', ['-xOf', '-', 'bin/tool'], { input: tar(entries) });
  t.true(out.equals(Buffer.alloc(513, 'x')));
});

test('a path of over 100 bytes is whole after unpacking', (t) => {
  const long = `${'folder/'.repeat(20)}${'x'.repeat(90)}`;
  const paths = [long, `${'f'.repeat(99)}/${'g'.repeat(98)}`, `a/${'é'.repeat(49)}`];
  const content = Buffer.alloc(0);
  const listing = execFileSync('tar', ['-tf', '-', '--quoting-style=literal'], {
    input: tar(paths.map((path) => ({ type: 'file', path, content }))),
    encoding: 'utf8',
  });
  t.deepEqual(listing.trim().split('\n'), paths);
});

test('a path that does not fit the header is refused, not cut', (t) => {
  for (const path of ['x'.repeat(100), `${'x'.repeat(156)}/y`, `${'x/'.repeat(128)}y`])
    t.throws(() => tar([{ type: 'folder', path }]), { message: /too long for a tar header/ });
});

test('written piece by piece, from memory or out of a file, it has the same bytes', async (t) => {
  const folder = await temporaryFolder(t);
  const from = path.join(folder, 'from');
  await writeFile(from, `before${'x'.repeat(513)}after`);
  const streamed = entries.map((entry) =>
    entry.type === 'file' && entry.path === 'bin/tool'
      ? { ...entry, content: { file: from, start: 6, bytes: 513 } }
      : entry,
  );
  const to = path.join(folder, 'to.tar');
  const { sha256, bytes } = await writeTar(to, streamed);
  const content = await readFile(to);
  t.true(content.equals(tar(entries)));
  t.is(bytes, content.length);
  t.is(sha256, createHash('sha256').update(content).digest('hex'));
});

test('a file that is shorter than it was said to be is an error', async (t) => {
  const folder = await temporaryFolder(t);
  const from = path.join(folder, 'from');
  await writeFile(from, 'short');
  const entry = { type: 'file', path: 'x', content: { file: from, bytes: 6 } } as const;
  await t.throwsAsync(writeTar(path.join(folder, 'to.tar'), [entry]), { message: /5 of 6 bytes/ });
});
