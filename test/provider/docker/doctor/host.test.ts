import test from 'ava';
import type { Asked } from '../../../../src/provider/ask.ts';
import { judgeHost } from '../../../../src/provider/docker/doctor/host.ts';
import { recorded } from '../../../_helpers/recorded.ts';

const local = 'unix:///var/run/docker.sock';
const desktop = (changes: object = {}): Asked => ({
  state: 'answered',
  stdout: JSON.stringify({ ...JSON.parse(recorded('docker-info-desktop.json')), ...changes }),
  stderr: '',
});

test('a Docker host that answers is shown with its version, and whether it is here', (t) => {
  t.like(judgeHost(desktop(), local, 'darwin'), {
    outcome: 'ok',
    seen: 'Docker Engine 25.0.3 answers here (Docker Desktop)',
  });
  t.regex(judgeHost(desktop(), 'ssh://me@box', 'linux').seen, /answers on ssh:\/\/me@box/);
});

test('a docker command of another version is told', (t) => {
  t.regex(
    judgeHost(desktop({ ClientInfo: { Version: '28.2.2' } }), local, 'linux').seen,
    /docker command 28\.2\.2/,
  );
});

test('no answer, no docker and a host that hangs each have their fix', (t) => {
  const silent: Asked = {
    state: 'failed',
    stdout: recorded('docker-info-silent.json'),
    stderr: recorded('docker-info-silent.txt'),
  };
  const cases: [Asked, RegExp, RegExp][] = [
    [silent, /no Docker host answers/, /systemctl start docker/],
    [{ state: 'missing' }, /not installed/, /apt-get install docker\.io/],
    [{ state: 'silent' }, /does not come back/, /DOCKER_HOST/],
  ];
  for (const [asked, seen, fix] of cases) {
    const verdict = judgeHost(asked, local, 'linux');
    t.like(verdict, { outcome: 'fatal', code: 'E_DOCKER_HOST' });
    t.regex(verdict.seen, seen);
    t.regex('fix' in verdict ? verdict.fix : '', fix);
  }
});

test('a host whose machines could not be reached is refused', (t) => {
  const verdict = judgeHost(desktop(), 'tcp://192.0.2.7:2375', 'linux');
  t.like(verdict, { outcome: 'fatal', code: 'E_DOCKER_HOST_REMOTE' });
  t.regex('fix' in verdict ? verdict.fix : '', /ssh:\/\//);
});

test('an engine that is too old, or has no Linux, is refused; a rootless one is warned of', (t) => {
  t.is(judgeHost(desktop({ ServerVersion: '19.03.15' }), local, 'linux').outcome, 'fatal');
  t.is(judgeHost(desktop({ OSType: 'windows' }), local, 'win32').outcome, 'fatal');
  t.is(judgeHost(desktop({ SecurityOptions: ['name=rootless'] }), local, 'linux').outcome, 'warn');
});

test('what cannot be understood is unknown', (t) => {
  t.is(judgeHost({ state: 'answered', stdout: 'json\n', stderr: '' }, local, 'linux').outcome, 'unknown');
});
