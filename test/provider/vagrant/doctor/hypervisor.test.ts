import test from 'ava';
import type { Asked } from '../../../../src/provider/ask.ts';
import { judgeHypervisor } from '../../../../src/provider/vagrant/doctor/hypervisor.ts';
import { chosenHypervisor, type VagrantTools } from '../../../../src/provider/vagrant/tools.ts';
import { recorded } from '../../../_helpers/recorded.ts';
import { topology } from '../../../_helpers/topology.ts';

const answered = (stdout: string): Asked => ({ state: 'answered', stdout, stderr: '' });
const missing: Asked = { state: 'missing' };

/** A computer whose tools say this; what is not named is not installed. */
function tools(says: Record<string, Asked>): VagrantTools {
  const { vagrant = missing, plugins = missing, ...others } = says;
  const names = ['virtualbox', 'libvirt', 'vmware_desktop', 'parallels'];
  return { vagrant, plugins, hypervisors: new Map(names.map((name) => [name, others[name] ?? missing])) };
}

const vagrant = answered(recorded('vagrant-2.3.4.txt'));
const withLibvirt = answered(recorded('vagrant-plugins-2.3.4.txt'));
const noPlugins = answered('No plugins installed.\n');
const newest = answered('Vagrant 2.4.9\n');

function judge(says: Record<string, Asked>, { hypervisor = '', platform = 'linux' as NodeJS.Platform } = {}) {
  const seen = tools(says);
  const env = hypervisor ? { VAGRANT_DEFAULT_PROVIDER: hypervisor } : {};
  return judgeHypervisor(seen, chosenHypervisor(topology(), env, seen), { platform });
}

test('Vagrant and a hypervisor are shown with their versions', (t) => {
  const cases: [Record<string, Asked>, string][] = [
    [
      { virtualbox: answered(recorded('vboxmanage-6.1.28.txt')), plugins: noPlugins },
      'VirtualBox 6.1.28r147628',
    ],
    [
      { libvirt: answered(recorded('virsh-version.txt')), plugins: withLibvirt },
      'libvirt 1.2.2, vagrant-libvirt 0.11.2',
    ],
    [
      {
        parallels: answered(recorded('prlctl-16.1.2.txt')),
        plugins: answered('vagrant-parallels (2.4.5, global)\n'),
      },
      'Parallels 16.1.2, vagrant-parallels 2.4.5',
    ],
  ];
  for (const [says, end] of cases)
    t.like(judge({ vagrant, ...says }), { outcome: 'ok', seen: `Vagrant 2.3.4, ${end}` });
});

test('without Vagrant nothing comes up', (t) => {
  t.like(judge({ virtualbox: answered(recorded('vboxmanage-6.1.28.txt')) }), {
    outcome: 'fatal',
    code: 'E_COMMAND_MISSING',
    seen: 'Vagrant is not installed',
  });
});

test('without any hypervisor nothing comes up, unless Vagrant may know one that we cannot see', (t) => {
  const nothing = judge({ vagrant, plugins: noPlugins });
  t.like(nothing, { outcome: 'fatal', code: 'E_VAGRANT' });
  t.regex('fix' in nothing ? nothing.fix : '', /virtualbox\.org.*provider: docker/);
  t.is(judge({ vagrant, plugins: withLibvirt }).outcome, 'warn', 'libvirt may be on another computer');
  t.is(
    judge({ vagrant, plugins: noPlugins }, { platform: 'win32' }).outcome,
    'warn',
    'it is in the registry',
  );
});

test('a hypervisor that is asked for and is not there is fatal where Vagrant would look at the same place', (t) => {
  const gone = { vagrant, plugins: noPlugins };
  t.is(judge(gone, { hypervisor: 'virtualbox' }).outcome, 'fatal');
  t.is(judge(gone, { hypervisor: 'virtualbox', platform: 'win32' }).outcome, 'warn');
  t.like(judge(gone, { hypervisor: 'libvirt' }), {
    outcome: 'fatal',
    fix: 'vagrant plugin install vagrant-libvirt',
  });
  t.is(judge({ vagrant, plugins: withLibvirt }, { hypervisor: 'libvirt' }).outcome, 'warn');
  t.is(judge(gone, { hypervisor: 'hyperv' }).outcome, 'unknown');
});

test('a libvirt that does not answer is told with its own words and how to start it', (t) => {
  const libvirt: Asked = { state: 'failed', stdout: '', stderr: recorded('virsh-silent.txt') };
  const verdict = judge({ vagrant, plugins: withLibvirt, libvirt }, { hypervisor: 'libvirt' });
  t.is(verdict.outcome, 'warn');
  t.regex(verdict.seen, /libvirt does not answer: .*Failed to connect socket/);
  t.regex('fix' in verdict ? verdict.fix : '', /systemctl start libvirtd/);
});

for (const file of ['vboxmanage-7.0.14-no-module.txt', 'vboxmanage-4.1.2-no-device.txt']) {
  test(`VirtualBox without its kernel module starts no machine (${file})`, (t) => {
    const verdict = judge({ vagrant, plugins: noPlugins, virtualbox: answered(recorded(file)) });
    t.like(verdict, { outcome: 'fatal', seen: "VirtualBox's kernel module is not loaded" });
    t.regex('fix' in verdict ? verdict.fix : '', /vboxconfig/);
  });
}

test('a VirtualBox that is too new for this Vagrant is refused, as Vagrant will refuse it', (t) => {
  const virtualbox = answered(recorded('vboxmanage-7.1.0.txt'));
  const old = judge({ vagrant: answered('Vagrant 2.4.1\n'), plugins: noPlugins, virtualbox });
  t.like(old, { outcome: 'fatal', needed: 'Vagrant 2.4.2 or later for VirtualBox 7.1' });
  t.is(judge({ vagrant: newest, plugins: noPlugins, virtualbox }).outcome, 'ok');
});

test('what does not answer in time is unknown, not missing', (t) => {
  const silent: Asked = { state: 'silent' };
  t.is(judge({ vagrant: silent }).outcome, 'unknown');
  t.is(
    judge({ vagrant, plugins: noPlugins, virtualbox: silent }, { hypervisor: 'virtualbox' }).outcome,
    'unknown',
  );
});

test('plugins that bring no hypervisor change nothing', (t) => {
  const plugins = answered(recorded('vagrant-plugins-2.0.1.txt'));
  t.is(judge({ vagrant: answered(recorded('vagrant-2.0.1.txt')), plugins }).outcome, 'fatal');
});
