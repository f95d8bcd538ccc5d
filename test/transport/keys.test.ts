import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { ensureKeyPair } from '../../src/transport/keys.ts';

test('a key pair is made once, privately, and OpenSSH accepts it; calls at the same time agree', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'swarmlab-keys-'));
  t.teardown(() => rmSync(root, { recursive: true }));
  const folder = join(root, 'keys');
  const pairs = await Promise.all([ensureKeyPair(folder), ensureKeyPair(folder), ensureKeyPair(folder)]);
  const again = await ensureKeyPair(folder);
  for (const pair of pairs) t.deepEqual(pair, again);
  t.is(statSync(again.privateFile).mode & 0o777, 0o600);
  t.is(statSync(folder).mode & 0o777, 0o700);
  t.deepEqual(readdirSync(folder).sort(), ['id_ed25519', 'id_ed25519.pub']);
  const shown = execFileSync('ssh-keygen', ['-y', '-f', again.privateFile], { encoding: 'utf8' });
  t.is(shown.trim(), again.publicLine);
});

test('a pair that lost one half is made anew', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'swarmlab-keys-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const first = await ensureKeyPair(folder, 'host');
  rmSync(first.privateFile);
  const second = await ensureKeyPair(folder, 'host');
  t.not(first.publicLine, second.publicLine);
  const shown = execFileSync('ssh-keygen', ['-y', '-f', second.privateFile], { encoding: 'utf8' });
  t.is(shown.trim(), second.publicLine);
});
