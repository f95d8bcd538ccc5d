import { execFileSync } from 'node:child_process';
import test from 'ava';
import { type TarEntry, tar } from '../../src/images/tar.ts';

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

test('a path that does not fit the header is refused, not cut', (t) => {
  t.throws(() => tar([{ type: 'folder', path: 'x'.repeat(100) }]), { message: /too long for a tar header/ });
});
