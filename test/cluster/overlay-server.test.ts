import test, { type ExecutionContext } from 'ava';
import { serveScript } from '../../src/cluster/overlay-server.ts';
import { FakeSystem } from '../_helpers/fake-system.ts';

const served = { probe: 'probe', image: 'localhost/probe:1', token: 'abc', bytes: 100, patience: 75 };
const slow =
  'docker: Error response from daemon: attaching to network failed, make sure your network options are correct and check manager logs: context deadline exceeded.';

/** A machine whose `docker run` does this; `date` goes on by 20 s with each call. */
const machine = (t: ExecutionContext, run: string) => {
  const system = new FakeSystem(t);
  const counted = (name: string) =>
    `n=$(cat ${system.root}/${name} 2>/dev/null); n=$((n + 1)); echo $n >${system.root}/${name}`;
  system
    .program('date', `${counted('dates')}; echo $((n * 20))`)
    .program('docker', `case $1 in run) ${counted('runs')}; ${run} ;; inspect) echo 10.20.3.4 ;; esac`);
  return system;
};

test('a container that the managers attach too slowly is tried again', (t) => {
  const system = machine(t, `[ $n -eq 3 ] || { echo '${slow}' >&2; exit 125; }`);
  t.is(system.run(serveScript(served)), '10.20.3.4\n');
  const docker = system.calls.filter((call) => call.startsWith('docker')).map((call) => call.split(' ')[1]);
  t.deepEqual(docker, ['run', 'rm', 'run', 'rm', 'run', 'inspect']);
});

test('the container that a killed probe left is replaced', (t) => {
  const taken =
    'docker: Error response from daemon: Conflict. The container name "/probe" is already in use by container "1".';
  const system = machine(t, `[ $n -eq 2 ] || { echo '${taken}' >&2; exit 125; }`);
  t.is(system.run(serveScript(served)), '10.20.3.4\n');
  t.true(system.calls.includes('docker rm -f probe'));
});

test('it is not tried for ever, and what Docker said is told', (t) => {
  const system = machine(t, `echo '${slow}' >&2; exit 125`);
  t.throws(() => system.run(serveScript(served)), { message: /context deadline exceeded/ });
  t.is(system.calls.filter((call) => call.startsWith('docker run')).length, 4);
});

test('any other failure is told at once', (t) => {
  const system = machine(t, `echo 'docker: no such image' >&2; exit 125`);
  t.throws(() => system.run(serveScript(served)), { message: /no such image/ });
  t.is(system.calls.filter((call) => call.startsWith('docker run')).length, 1);
});
