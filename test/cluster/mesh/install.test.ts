import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import test from 'ava';
import { installMesh } from '../../../src/cluster/mesh/install.ts';
import { meshState } from '../../../src/cluster/mesh/state.ts';
import { FakeRemote } from '../../_helpers/fake-remote.ts';

test('the program is uploaded with its checksum and started', async (t) => {
  const remote = new FakeRemote().on(/ensure/, { stdout: 'started\n' });
  t.is(await installMesh(remote, { systemd: false }), 'started');
  const [upload] = remote.uploads;
  if (!upload) return t.fail('nothing was uploaded');
  const content = await readFile(upload.from);
  t.is(upload.sha256, createHash('sha256').update(content).digest('hex'));
  t.is(upload.bytes, content.length);
  t.is(upload.mode, 0o755);
  t.regex(content.toString(), /^#!\/usr\/bin\/perl\n/);
  t.deepEqual(remote.ran, [`${upload.to} ensure`]);
  t.true(remote.commands[0]?.root);
});

test('where systemd runs the node, the mesh is a unit', async (t) => {
  const remote = new FakeRemote().on(/ensure --systemd$/, { stdout: 'started\n' });
  t.is(await installMesh(remote, { systemd: true }), 'started');
});

test('a second time nothing is done', async (t) => {
  const remote = new FakeRemote().on(/ensure/, { stdout: 'running\n' });
  remote.uploadAnswer = 'present';
  t.is(await installMesh(remote, { systemd: false }), 'running');
});

test('a mesh that does not start is an error with its reason and the node', async (t) => {
  const remote = new FakeRemote('core-02').on(/ensure/, { exitCode: 127, stderr: 'perl: not found\n' });
  await t.throwsAsync(installMesh(remote, { systemd: false }), {
    code: 'E_SWARM',
    message: 'core-02: could not start the mesh fallback: perl: not found',
  });
});

test('the state of a node: running, stopped or never put there', async (t) => {
  const asked = (answer: object) => meshState(new FakeRemote().on(/status$/, answer));
  t.is(await asked({ stdout: 'running 0123abcd\n' }), 'running');
  t.is(await asked({ stdout: 'stopped\n' }), 'stopped');
  t.is(await asked({ exitCode: 127, stderr: 'not found\n' }), 'absent');
});
