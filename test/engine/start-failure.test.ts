import test from 'ava';
import { startFailure } from '../../src/engine/start-failure.ts';

test('the fatal line is the reason, without its wrapping', (t) => {
  const log = [
    'time="2026-01-01T00:00:00Z" level=info msg="Starting up"',
    'failed to start daemon: Error initializing network controller: error creating default "bridge" network: iptables failed: iptables v1.8.11 (nf_tables): no chain',
    'time="2026-01-01T00:00:01Z" level=info msg="stopping event stream"',
  ].join('\n');
  const { reason, fix } = startFailure(log, 'core-02');
  t.regex(reason, /^failed to start daemon: Error initializing network controller/);
  t.regex(fix, /^Install iptables on core-02/);
});

test('a full disk is named before anything else it leads to', (t) => {
  const log =
    'time="x" level=fatal msg="failed to create \\"/var/lib/docker/overlay2\\"" error="no space left on device"';
  const { reason, fix } = startFailure(log, 'core-01');
  t.is(reason, 'failed to create "/var/lib/docker/overlay2": no space left on device');
  t.regex(fix, /^Free some space on core-01/);
});

test('an unknown reason leads to the log', (t) => {
  t.deepEqual(startFailure('something odd\n', 'core-03'), {
    reason: 'something odd',
    fix: 'Read its log with `swarmlab logs core-03`.',
    unexplained: true,
  });
  t.is(startFailure('', 'core-03').reason, 'it ended without a word');
});

test('an engine that crashes under systemd is not explained by what systemd says last', (t) => {
  const log = [
    'time="x" level=info msg="containerd successfully booted in 0.9s"',
    'docker.service: Main process exited, code=killed, status=11/SEGV',
    "docker.service: Failed with result 'signal'.",
    'docker.service: Start request repeated too quickly.',
    'Failed to start docker.service - Docker Application Container Engine.',
  ].join('\n');
  const { reason, fix } = startFailure(log, 'core-02');
  t.is(reason, 'docker.service: Main process exited, code=killed, status=11/SEGV');
  t.regex(fix, /may be damaged.*`swarmlab ssh core-02 sudo rm -rf \/opt\/swarmlab\/engine`/);
});
