import test from 'ava';
import { engineLogCommand } from '../../src/engine/log.ts';

test('the log is the journal of both services where systemd keeps it', (t) => {
  t.deepEqual(engineLogCommand({ systemd: true, follow: true, tail: 20 }), [
    ...['journalctl', '--no-pager', '-u', 'docker', '-u', 'containerd', '-n', '20', '-f'],
  ]);
});

test('the log is a file elsewhere', (t) => {
  const command = engineLogCommand({ systemd: false, follow: false, tail: 100 });
  t.deepEqual(command, ['tail', '-n', '100', '/var/log/swarmlab/dockerd.log']);
});
