import test from 'ava';
import { machinePrivileges } from '../../../src/provider/docker/capabilities.ts';
import { missingCapabilities } from '../../../src/provider/docker/capability-names.ts';
import { dockerCli } from '../../../src/provider/docker/docker-cli.ts';
import { FakeRunner } from '../../_helpers/fake-runner.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { failsWith } from '../../_helpers/ssh-remote.ts';

const refused = {
  exitCode: 125,
  stderr: 'docker: Error response from daemon: unable to apply caps: operation not permitted\n',
};
const noSysResource = { stdout: 'CapBnd:\t000001fffeffffff\n40\n' };

test('where --privileged works it is used, and asked for once a host', async (t) => {
  const request = { image: 'i', hostId: 'H', cacheFolder: await temporaryFolder(t) };
  const runner = new FakeRunner().on(/^docker run --rm --network none --privileged/);
  const flags = await machinePrivileges(dockerCli(runner), request);
  t.is(flags[0], '--privileged');
  t.deepEqual(await machinePrivileges(dockerCli(runner), request), flags);
  t.is(runner.ran.length, 1);
  await machinePrivileges(dockerCli(runner), { ...request, hostId: 'another' });
  t.is(runner.ran.length, 2);
});

test('where it does not, all capabilities the host has are named', async (t) => {
  const runner = new FakeRunner()
    .on(/--cap-add ALL --cap-drop SYS_RESOURCE --security-opt .* i true$/)
    .on(/--privileged/, refused)
    .on(/--pid host/, noSysResource);
  const flags = await machinePrivileges(dockerCli(runner), {
    image: 'i',
    hostId: 'H',
    cacheFolder: await temporaryFolder(t),
  });
  t.deepEqual(flags.slice(0, 4), ['--cap-add', 'ALL', '--cap-drop', 'SYS_RESOURCE']);
  t.true(flags.includes('systempaths=unconfined'));
});

test('a host that can do neither is told as such, and not remembered', async (t) => {
  const request = { image: 'i', hostId: 'H', cacheFolder: await temporaryFolder(t) };
  const runner = new FakeRunner().on(/^docker run/, refused).on(/--pid host/, noSysResource);
  const error = await failsWith(t, 'E_DOCKER_HOST', machinePrivileges(dockerCli(runner), request));
  t.regex(error.message, /unable to apply caps/);
  await failsWith(t, 'E_DOCKER_HOST', machinePrivileges(dockerCli(runner), request));
});

test('capabilities the kernel does not know are not missed', (t) => {
  t.deepEqual(missingCapabilities('0000003fffffffff', 37), []);
  t.deepEqual(missingCapabilities('0000003fffffffff', 40), ['PERFMON', 'BPF', 'CHECKPOINT_RESTORE']);
});
