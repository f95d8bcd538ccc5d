import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { fileJournal, withoutRepeats } from '../../src/transport/journal.ts';
import { mask } from '../../src/transport/mask.ts';
import { generateKeyPair } from '../../src/transport/ssh.ts';
import { MemoryJournal } from '../_helpers/memory-journal.ts';

test('every line of the log stands for itself: time, scope, text; a second journal appends', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'swarmlab-journal-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'logs', 'up.log');
  const now = () => new Date('2026-01-02T03:04:05.678Z');
  fileJournal(path, now).write('core-01', 'one\ntwo\n');
  fileJournal(path, now).write('local', 'three');
  t.is(
    readFileSync(path, 'utf8'),
    '2026-01-02T03:04:05.678Z core-01 | one\n' +
      '2026-01-02T03:04:05.678Z core-01 | two\n' +
      '2026-01-02T03:04:05.678Z local | three\n',
  );
  t.is(statSync(path).mode & 0o777, 0o600);
});

test('tokens and private keys never reach the log, whole or cut off', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'swarmlab-journal-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'up.log');
  const token = 'SWMTKN-1-0abc123def456-9xyz';
  const { privateKey } = generateKeyPair('mine');
  const journal = fileJournal(path);
  journal.write('core-01', `docker swarm join --token ${token} 172.17.8.101:2377`);
  journal.write('core-01', `before\n${privateKey}\nafter`);
  journal.write('core-01', privateKey.slice(0, 150));
  const log = readFileSync(path, 'utf8');
  t.false(log.includes('0abc123def456'));
  for (const line of privateKey.split('\n').slice(1, 3)) t.false(log.includes(line));
  t.true(log.includes('--token SWMTKN-1-*** 172.17.8.101:2377'));
  t.regex(log, /\| before\n.*PRIVATE KEY[\s\S]*\| after/);
});

test('passwords in URLs and what HTTP headers authorize with never reach the log', (t) => {
  t.is(mask('get http://ada:p@ss@proxy:3128/x'), 'get http://ada:***@proxy:3128/x');
  t.is(mask('> Authorization: Basic YWRhOng=\n< 200'), '> Authorization: ***\n< 200');
  t.is(mask('ssh://root@127.0.0.1:2201'), 'ssh://root@127.0.0.1:2201');
});

test('masking leaves everything else alone, also an ordinary certificate', (t) => {
  const text = '-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\nSWMTKN is a word';
  t.is(mask(text), text);
  t.is(mask('SWMKEY-1-7c37Cc8654o6p38HnroywCi19pllOnGtbdZEgtKxZu8 x'), 'SWMKEY-1-*** x');
});

test('what asks the same for hours fills no disk', (t) => {
  const journal = new MemoryJournal();
  const quiet = withoutRepeats(journal);
  for (let round = 0; round < 1000; round++) {
    quiet.write('core-01', '$ true');
    quiet.write('core-02', '$ true');
  }
  quiet.write('core-01', 'something else');
  t.deepEqual(journal.entries, ['core-01: $ true', 'core-02: $ true', 'core-01: something else']);
});
