import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { hasCode, SwarmlabError } from '../../src/errors/index.ts';
import { fingerprint, knownHosts } from '../../src/transport/known-hosts.ts';
import { generateKeyPair } from '../../src/transport/ssh.ts';

const newKey = () => {
  const line = generateKeyPair('host').publicLine;
  return { line, blob: Buffer.from(line.split(' ')[1] ?? '', 'base64') };
};

function inFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'swarmlab-known-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  return join(folder, 'state', 'known_hosts');
}

test('a key is pinned at first sight and known from then on, in a private file', (t) => {
  const file = inFolder(t);
  const key = newKey();
  t.is(knownHosts(file).check('core-01', key.blob), 'pinned');
  t.is(knownHosts(file).check('core-01', key.blob), 'known');
  t.is(statSync(file).mode & 0o777, 0o600);
  t.deepEqual(knownHosts(file).types('core-01'), ['ssh-ed25519']);
});

test('another key than before is refused with both fingerprints, the line, and what it may mean', (t) => {
  const file = inFolder(t);
  const known = knownHosts(file);
  const [first, second] = [newKey(), newKey()];
  known.expect('core-00', first.line);
  known.expect('core-01', first.line);
  const error = t.throws(() => known.check('core-01', second.blob), { instanceOf: SwarmlabError });
  t.true(hasCode(error, 'E_HOST_KEY'));
  t.true(error.message.includes(fingerprint(first.blob)));
  t.true(error.message.includes(fingerprint(second.blob)));
  t.regex(error.message, /^core-01 .*made anew, or somebody sits between/);
  t.true(error.fix.includes(`line 2 of ${file}`));
  t.is(known.check('core-01', first.blob), 'known');
});

test('a forgotten machine is pinned again; the others, comments and markers stay', (t) => {
  const file = inFolder(t);
  const known = knownHosts(file);
  const [first, second] = [newKey(), newKey()];
  known.expect('core-01', first.line);
  known.expect('core-02', first.line);
  const marked = `# mine\n@revoked core-01 ${first.line}\n${readFileSync(file, 'utf8')}`;
  writeFileSync(file, marked);
  known.forget('core-01');
  t.is(known.check('core-01', second.blob), 'pinned');
  t.is(known.check('core-02', first.blob), 'known');
  t.true(readFileSync(file, 'utf8').startsWith(`# mine\n@revoked core-01 ${first.line}\n`));
});

test('planting a key again changes nothing, planting another replaces it', (t) => {
  const file = inFolder(t);
  const known = knownHosts(file);
  const [first, second] = [newKey(), newKey()];
  known.expect('core-01', first.line);
  const before = statSync(file).ino;
  known.expect('core-01', first.line);
  t.is(statSync(file).ino, before);
  known.expect('core-01', second.line);
  t.is(known.check('core-01', second.blob), 'known');
});

test('what is no public key line cannot be planted', (t) => {
  const known = knownHosts(inFolder(t));
  for (const line of ['', 'hello', 'ssh-rsa AAAA', `core-01 ${newKey().line}`]) {
    const error = t.throws(() => known.expect('core-01', line), { instanceOf: SwarmlabError });
    t.true(hasCode(error, 'E_CONFIG'), line);
  }
});

test('OpenSSH reads the file and finds the node by its name, with the same fingerprint', (t) => {
  const file = inFolder(t);
  const key = newKey();
  knownHosts(file).expect('core-01', key.line);
  const found = execFileSync('ssh-keygen', ['-F', 'core-01', '-l', '-f', file], { encoding: 'utf8' });
  t.true(found.includes(fingerprint(key.blob)), found);
});
