import test from 'ava';
import { engineLog, startEngine, stopEngine } from '../../src/engine/start.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';

test('an engine is started in one visit, as root', async (t) => {
  const remote = new FakeRemote().on(/start-engine start 90 ours$/, { stdout: 'started\n' });
  t.is(await startEngine(remote, { systemd: false }), 'started');
  t.is(remote.ran.length, 1);
  t.true(remote.commands[0]?.root);
  t.notRegex(remote.ran[0] ?? '', /systemctl/);
});

test('where there is systemd, it starts the engine', async (t) => {
  const remote = new FakeRemote().on(/systemctl start[\s\S]* start-engine start 90 ours$/, {
    stdout: 'running\n',
  });
  t.is(await startEngine(remote, { systemd: true }), 'running');
});

test('changed settings restart it, and units of the machine itself are kept', async (t) => {
  const remote = new FakeRemote().on(/start-engine restart 5 theirs$/, { stdout: 'started\n' });
  await startEngine(remote, { systemd: true, preinstalled: true, restart: true, patience: 5 });
  t.pass();
});

test('no way of starting the engine lets it listen on TCP', async (t) => {
  const remote = new FakeRemote().on(/start-engine/, { stdout: 'started\n' });
  await startEngine(remote, { systemd: false });
  await startEngine(remote, { systemd: true });
  for (const line of remote.ran) t.notRegex(line, /tcp:|237[56]|--host|\s-H fd/);
});

test('an engine that does not start is an error with its own words and a fix', async (t) => {
  const stderr = 'level=fatal msg="no space left on device"\n';
  const remote = new FakeRemote('core-02').on(/start-engine/, { exitCode: 1, stderr });
  const error = await t.throwsAsync(startEngine(remote, { systemd: false }), { instanceOf: SwarmlabError });
  t.is(error.code, 'E_ENGINE_START');
  t.is(error.message, 'core-02: the Docker Engine does not start: no space left on device');
  t.regex(error.fix, /df -h \/var\/lib\/docker/);
  t.is(error.node, 'core-02');
});

test('an engine that does not stop is an error naming the node', async (t) => {
  const remote = new FakeRemote('core-03').on(/stop-engine/, { exitCode: 1, stderr: 'no\n' });
  const error = await t.throwsAsync(stopEngine(remote, { systemd: false }), { instanceOf: SwarmlabError });
  t.regex(error.message, /^core-03: could not stop the engine/);
});

test('the log is the journal of both services where systemd keeps it', (t) => {
  t.deepEqual(engineLog({ systemd: true }, { follow: true, tail: 20 }).argv, [
    ...['journalctl', '--no-pager', '-u', 'docker', '-u', 'containerd', '-n', '20', '-f'],
  ]);
});

test('the log is a file elsewhere', (t) => {
  const command = engineLog({ systemd: false }, { follow: false, tail: 100 }).argv;
  t.deepEqual(command, ['tail', '-n', '100', '/var/log/swarmlab/dockerd.log']);
});
