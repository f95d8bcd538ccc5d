import test from 'ava';
import { judgePorts, vagrantPorts } from '../../../../src/provider/vagrant/doctor/ssh-ports.ts';

test('a few ports that are taken keep no machine from its SSH', (t) => {
  t.like(judgePorts([2222, 2200], 3), {
    outcome: 'ok',
    seen: '49 of 2200-2250 are free; taken: 2222, 2200',
  });
});

test('when too few are left, Vagrant cannot give each machine one', (t) => {
  t.like(judgePorts(vagrantPorts.slice(0, 49), 3), { outcome: 'fatal', code: 'E_VAGRANT' });
});
