import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { writeFileAtomic } from '../../src/config/atomic-write.ts';

const root = await mkdtemp(path.join(tmpdir(), 'swarmlab-write-'));
test.after.always(() => rm(root, { recursive: true, force: true }));
const folder = async (name: string) => {
  await mkdir(path.join(root, name));
  return path.join(root, name);
};

test('makes the directory, replaces the content and leaves nothing beside it', async (t) => {
  const file = path.join(root, 'new', 'deep', 'file.yaml');
  await writeFileAtomic(file, 'one');
  await writeFileAtomic(file, 'two');
  t.is(await readFile(file, 'utf8'), 'two');
  t.deepEqual(await readdir(path.dirname(file)), ['file.yaml']);
  t.is((await stat(file)).mode & 0o777, 0o644);
});

test('gives the mode that is asked for, and keeps the old one otherwise', async (t) => {
  const file = path.join(await folder('mode'), 'key');
  await writeFileAtomic(file, 'secret', 0o600);
  t.is((await stat(file)).mode & 0o777, 0o600);
  await chmod(file, 0o640);
  await writeFileAtomic(file, 'changed');
  t.is((await stat(file)).mode & 0o777, 0o640);
});

test('follows a symbolic link instead of replacing it', async (t) => {
  const at = await folder('link');
  await writeFile(path.join(at, 'real'), 'old');
  await symlink('real', path.join(at, 'link'));
  await writeFileAtomic(path.join(at, 'link'), 'new');
  t.true((await lstat(path.join(at, 'link'))).isSymbolicLink());
  t.is(await readFile(path.join(at, 'real'), 'utf8'), 'new');
});

test('a reader sees a whole content at every moment', async (t) => {
  const file = path.join(await folder('whole'), 'file');
  const contents = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(200_000));
  await writeFileAtomic(file, 'a'.repeat(200_000));
  const writing = Promise.all(contents.map((content) => writeFileAtomic(file, content)));
  for (let i = 0; i < 20; i++) t.true(contents.includes(await readFile(file, 'utf8')));
  await writing;
});

test('says which file cannot be written and why, and leaves nothing behind', async (t) => {
  const at = await folder('failing');
  await mkdir(path.join(at, 'directory'));
  await t.throwsAsync(writeFileAtomic(path.join(at, 'directory'), 'x'), {
    message: `cannot write ${path.join(at, 'directory')}: it is a directory`,
  });
  await writeFile(path.join(at, 'file'), '');
  await t.throwsAsync(writeFileAtomic(path.join(at, 'file', 'below'), 'x'), {
    message: /: a part of the path is a file, not a directory$/,
  });
  t.deepEqual((await readdir(at)).sort(), ['directory', 'file']);
});
