import test from 'ava';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { ensureDockerHost, startDockerHost, stopDockerHost } from '../../../src/provider/docker/host.ts';
import { dockerHostError } from '../../../src/provider/docker/host-error.ts';
import { FakeRunner } from '../../_helpers/fake-runner.ts';
import { failsWith } from '../../_helpers/ssh-remote.ts';

const silent = {
  exitCode: 1,
  stderr: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.\n',
};
const closed = {
  exitCode: 1,
  stderr: 'permission denied while trying to connect to the Docker daemon socket\n',
};
const local = { stdout: '"unix:///var/run/docker.sock"\n' };
const linux = { platform: 'linux', uid: 0, env: {} } as const;

test('a host that answers is left alone', async (t) => {
  const runner = new FakeRunner().on(/^docker version/, { stdout: '28.2.2\n' });
  t.is(await ensureDockerHost({ runner }), '28.2.2');
  t.is(await startDockerHost({ runner, ...linux }), 'running');
});

test('a silent one on this computer is started and waited for', async (t) => {
  let asked = 0;
  const runner = new FakeRunner()
    .on(/^docker context/, local)
    .on(/^sh -c .*dockerd/s)
    .on(/^docker version/, () => {
      asked += 1;
      return asked < 3 ? silent : { stdout: '28.2.2\n' };
    });
  t.is(await startDockerHost({ runner, ...linux }), 'started');
});

test('an ordinary user starts it through sudo, which must not ask', async (t) => {
  const runner = new FakeRunner()
    .on(/^docker version/, silent)
    .on(/^docker context/, local)
    .on(/^sudo -n sh -c/, { exitCode: 1, stderr: 'sudo: a password is required\n' });
  const error = await failsWith(t, 'E_DOCKER_HOST', startDockerHost({ runner, ...linux, uid: 1000 }));
  t.regex(error.message, /sudo: a password is required$/);
});

test('one that never answers ends in an error that names its log', async (t) => {
  const runner = new FakeRunner()
    .on(/^docker version/, silent)
    .on(/^docker context/, local)
    .on(/^sh -c/);
  const starting = startDockerHost({ runner, ...linux, patience: 0, folder: '/run/x' });
  t.regex((await failsWith(t, 'E_DOCKER_HOST', starting)).fix, /\/run\/x\/dockerd\.log/);
});

for (const [why, answer, endpoint, platform] of [
  ['a host elsewhere', silent, 'ssh://box', 'linux'],
  ['a socket that is closed to the user', closed, 'unix:///var/run/docker.sock', 'linux'],
  ['Docker Desktop', silent, 'unix:///var/run/docker.sock', 'darwin'],
] as const) {
  test(`nothing is started for ${why}`, async (t) => {
    const runner = new FakeRunner()
      .on(/^docker version/, answer)
      .on(/^docker context/, { stdout: JSON.stringify(endpoint) });
    await failsWith(t, 'E_DOCKER_HOST', startDockerHost({ runner, ...linux, platform }));
  });
}

test('without the docker command the error says how to install it', async (t) => {
  const missing = new SwarmlabError('E_COMMAND_MISSING', 'docker is not installed', { fix: '-' });
  const runner = new FakeRunner().on(/^docker/, () => Promise.reject(missing));
  const error = await failsWith(t, 'E_DOCKER_HOST', ensureDockerHost({ runner }));
  t.is(error.message, 'the docker command is not installed');
});

test('how to get a host depends on the platform', (t) => {
  t.regex(dockerHostError('no command', { platform: 'linux' }).fix, /apt-get install docker\.io/);
  t.regex(dockerHostError('not allowed', { platform: 'linux' }).fix, /usermod -aG docker/);
  t.regex(dockerHostError('no answer', { platform: 'win32' }).fix, /Docker Desktop/);
});

test('stop says whether there was one of ours to stop', async (t) => {
  const stopping = (stdout: string) => {
    const runner = new FakeRunner().on(/^docker ps/, silent).on(/^sh -c/, { stdout });
    return stopDockerHost({ runner, uid: 0 });
  };
  t.is(await stopping('stopped\n'), 'stopped');
  t.is(await stopping(''), 'not ours');
});

test('an engine that containers run on is not stopped', async (t) => {
  const runner = new FakeRunner().on(/^docker ps/, { stdout: '3f1c\n' });
  t.is(await stopDockerHost({ runner, uid: 0 }), 'in use');
});
