import test from 'ava';
import { installPrerequisites } from '../../src/engine/prerequisites.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';

const reason = (stdout: string) =>
  installPrerequisites(new FakeRemote().on(/install-packages/, { exitCode: 1, stdout }), ['iptables'], {
    repair: true,
  });

test('packages are installed as root, within a time limit', async (t) => {
  const remote = new FakeRemote().on(/install-packages repair iptables apparmor$/);
  t.is(await installPrerequisites(remote, ['iptables', 'apparmor'], { repair: true }), undefined);
  t.like(remote.commands[0], { root: true, timeout: 1_200_000 });
});

test('an interrupted dpkg is left to who owns it', async (t) => {
  const remote = new FakeRemote().on(/install-packages leave iptables$/);
  t.is(await installPrerequisites(remote, ['iptables'], { repair: false }), undefined);
});

test("the reason is apt-get's last error", async (t) => {
  const said =
    'Reading package lists...\nE: Held\nE: You do not have enough free space in /var/cache/apt/archives/.\n';
  t.is(await reason(said), 'You do not have enough free space in /var/cache/apt/archives/.');
});

test('what could not be fetched says more than what follows from it', async (t) => {
  const notFetched = `Failed to fetch http://deb.debian.org/x.deb  Could not resolve 'deb.debian.org'`;
  const ends: [string, string][] = [
    ['W', 'W: Some index files failed to download.\nE: Unable to locate package iptables'],
    ['W', "E: Package 'iptables' has no installation candidate"],
    ['E', 'E: Some files failed to download'],
    ['E', 'E: Unable to fetch some archives, maybe run apt-get update?'],
  ];
  for (const [level, end] of ends) t.is(await reason(`${level}: ${notFetched}\n${end}\n`), notFetched);
});

test('what is all that was said is the reason', async (t) => {
  t.is(await reason('E: Unable to locate package iptables\n'), 'Unable to locate package iptables');
  t.is(await reason('sh: killed\n'), 'sh: killed');
  t.is(await reason(''), 'apt-get gave no reason');
});
