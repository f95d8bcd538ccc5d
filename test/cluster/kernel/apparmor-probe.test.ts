import test, { type ExecutionContext } from 'ava';
import { appArmorProbe } from '../../../src/cluster/kernel/apparmor-probe.ts';
import { FakeSystem } from '../../_helpers/fake-system.ts';

const unusable = 'apparmor=no parser\n';
const enabled = 'sys/module/apparmor/parameters/enabled';
const profiles = 'sys/kernel/security/apparmor/profiles';
const look = (system: FakeSystem) => system.run(appArmorProbe(system.root));

/** A VM with Debian's kernel, which has AppArmor on. */
const debian = (t: ExecutionContext) =>
  new FakeSystem(t).file(enabled, 'Y\n').file(profiles, '/usr/bin/man (enforce)\n');

test('AppArmor that is on and lacks its parser is unusable', (t) => {
  t.is(look(debian(t)), unusable);
});

test('with the parser it is fine', (t) => {
  t.is(look(debian(t).program('apparmor_parser')), '');
});

test("with Docker's profile in the kernel already no parser is needed", (t) => {
  t.is(look(debian(t).file(profiles, 'docker-default (enforce)\n')), '');
  t.is(look(debian(t).file(profiles, 'docker-default-2 (enforce)\n')), unusable);
});

test('where AppArmor is off, or not in the kernel, nothing is wrong', (t) => {
  t.is(look(debian(t).file(enabled, 'N\n')), '');
  t.is(look(new FakeSystem(t)), '');
});

test('a system container sees the parameter, and no securityfs: its dockerd leaves AppArmor alone', (t) => {
  t.is(look(new FakeSystem(t).file(enabled, 'Y\n')), '');
});
