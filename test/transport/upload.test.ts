import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { Upload } from '../../src/transport/runner.ts';
import { failsWith, pairFor } from '../_helpers/ssh-remote.ts';
import { type SshServer, say } from '../_helpers/ssh-server.ts';

/** A file of `bytes` bytes in the server's folder, to go to `lib/bundle` there. */
function bundle(server: SshServer, bytes = 3_000_000): Upload {
  const content = Buffer.alloc(bytes, 'swarmlab');
  const from = join(server.root, 'local-file');
  writeFileSync(from, content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { from, to: join(server.root, 'lib', 'bundle'), sha256, bytes };
}

test('a file arrives whole, with its mode, in a folder that is made, and nothing else is left there', async (t) => {
  const { server, remote } = await pairFor(t);
  const file = bundle(server);
  const progress: number[] = [];
  t.is(await remote.upload({ ...file, mode: 0o755, onProgress: (sent) => progress.push(sent) }), 'uploaded');
  t.true(readFileSync(file.to).equals(readFileSync(file.from)));
  t.is(statSync(file.to).mode & 0o777, 0o755);
  t.deepEqual(readdirSync(join(server.root, 'lib')), ['bundle']);
  t.is(progress.at(-1), file.bytes);
});

test('an empty file is a file too', async (t) => {
  const { server, remote } = await pairFor(t);
  t.is(await remote.upload(bundle(server, 0)), 'uploaded');
});

test('a file that is there already is not sent again, only its mode is set', async (t) => {
  const { server, remote } = await pairFor(t);
  const file = bundle(server);
  await remote.upload(file);
  const before = statSync(file.to);
  const progress: number[] = [];
  const again = await remote.upload({ ...file, mode: 0o600, onProgress: (sent) => progress.push(sent) });
  t.is(again, 'present');
  t.deepEqual(progress, []);
  t.is(statSync(file.to).ino, before.ino);
  t.is(statSync(file.to).mode & 0o777, 0o600);
});

test('a file of the same size but another content is replaced', async (t) => {
  const { server, remote } = await pairFor(t);
  const file = bundle(server);
  mkdirSync(join(server.root, 'lib'));
  writeFileSync(file.to, Buffer.alloc(file.bytes, 'x'));
  t.is(await remote.upload(file), 'uploaded');
  t.true(readFileSync(file.to).equals(readFileSync(file.from)));
});

test('a file with another checksum than promised is not put in place', async (t) => {
  const { server, remote } = await pairFor(t);
  const file = bundle(server);
  const error = await failsWith(t, 'E_UPLOAD', remote.upload({ ...file, sha256: '0'.repeat(64) }));
  t.regex(
    error.message,
    /^core-01: .*bundle does not have the checksum of .*local-file: 3000000 bytes arrived/,
  );
  t.deepEqual(readdirSync(join(server.root, 'lib')), []);
});

test('what a killed upload left half-way is removed by the next', async (t) => {
  const { server, remote } = await pairFor(t);
  const file = bundle(server);
  mkdirSync(join(server.root, 'lib'));
  writeFileSync(`${file.to}.part-0123456789ab`, 'half');
  await remote.upload(file);
  t.deepEqual(readdirSync(join(server.root, 'lib')), ['bundle']);
});

test('a connection that breaks half-way is dialled anew and the file sent again', async (t) => {
  const { server, remote } = await pairFor(t);
  const file = bundle(server, 20_000_000);
  let cut = false;
  const onProgress = (sent: number): void => {
    if (!cut && sent > 5_000_000) {
      cut = true;
      server.cut();
    }
  };
  t.is(await remote.upload({ ...file, onProgress }), 'uploaded');
  t.is(server.logins, 2);
  t.true(readFileSync(file.to).equals(readFileSync(file.from)));
});

test('a full disk is named with node, path and size', async (t) => {
  const { server, remote } = await pairFor(t);
  server.on(/^sh -c/, (channel) => {
    channel.resume();
    channel.write('send\n');
    channel.stderr.write('cat: write error: No space left on device\n');
    channel.exit(1);
    channel.end();
  });
  const error = await failsWith(t, 'E_DISK_FULL', remote.upload(bundle(server)));
  t.regex(error.message, /^core-01: no space left for .*\/lib\/bundle \(3 MiB\)$/);
  t.regex(error.fix, /df -h .*\/lib\//);
});

test('a node without openssl verifies with sha256sum', async (t) => {
  const { server, remote } = await pairFor(t);
  writeFileSync(join(server.root, 'bin', 'openssl'), '#!/bin/sh\nexit 127\n');
  chmodSync(join(server.root, 'bin', 'openssl'), 0o755);
  t.is(await remote.upload(bundle(server)), 'uploaded');
});

test('a destination that cannot be written says why', async (t) => {
  const { server, remote } = await pairFor(t);
  const file = bundle(server);
  mkdirSync(file.to, { recursive: true });
  const error = await failsWith(t, 'E_UPLOAD', remote.upload(file));
  t.regex(error.message, /core-01: cannot put .*bundle in place: .*is a directory/);
});

test('a local file that cannot be read is the error, and nothing is put in place', async (t) => {
  const { server, remote } = await pairFor(t);
  const file = { ...bundle(server), from: join(server.root, 'gone') };
  const error = await failsWith(t, 'E_UPLOAD', remote.upload(file));
  t.regex(error.message, /^cannot read .*gone: ENOENT/);
  t.false(existsSync(file.to));
});

test('an ordinary user uploads through sudo, and hears when sudo wants a password', async (t) => {
  const { server, remote } = await pairFor(t, { user: 'student' });
  const sudo = join(server.root, 'bin', 'sudo');
  writeFileSync(sudo, '#!/bin/sh\n[ "$1 $2" = "-n --" ] && shift 2 || exit 9\nexec "$@"\n');
  chmodSync(sudo, 0o755);
  t.is(await remote.upload(bundle(server)), 'uploaded');
  server.on(/^sudo /, say('', 1, 'sudo: a password is required\n'));
  await failsWith(t, 'E_SUDO_PASSWORD', remote.upload(bundle(server)));
});

test('an abort half-way ends the upload', async (t) => {
  const abort = new AbortController();
  const { server, remote } = await pairFor(t, { signal: abort.signal });
  const onProgress = (): void => abort.abort();
  const file = bundle(server, 20_000_000);
  await failsWith(t, 'E_INTERRUPTED', remote.upload({ ...file, onProgress }));
  t.false(existsSync(file.to));
});
