import test from 'ava';
import {
  judgeDevKvm,
  judgeKvm,
  type KvmSeen,
} from '../../../../src/provider/vagrant/doctor/virtualization.ts';
import { recorded } from '../../../_helpers/recorded.ts';

const amd = recorded('lsmod-kvm-amd.txt');
const intel = recorded('lsmod-kvm-intel.txt');

const judge = (changes: Partial<KvmSeen>) =>
  judgeKvm({
    version: '7.0.20r163906',
    kernel: '6.12.7_1',
    modules: amd,
    kvm: true,
    atLoad: 'Y',
    ...changes,
  });

test('from Linux 6.12 on a KVM that is loaded keeps VirtualBox from starting machines', (t) => {
  const verdict = judge({});
  t.like(verdict, { outcome: 'fatal', code: 'E_VAGRANT' });
  t.regex(verdict.seen, /^kvm_amd is loaded, and Linux 6\.12\.7_1/);
  t.regex('fix' in verdict ? verdict.fix : '', /modprobe -r kvm_amd;.*enable_virt_at_load=0/);
  const builtIn = judge({ modules: undefined, kernel: '6.12.3' });
  t.is(builtIn.outcome, 'fatal');
  t.regex('fix' in builtIn ? builtIn.fix : '', /kernel command line/);
});

test('where KVM takes it only when it needs it, that is fine until a machine of KVM runs', (t) => {
  t.is(judge({ atLoad: 'N' }).outcome, 'ok');
  t.is(judge({ kernel: '6.11.0-29-generic', atLoad: undefined, modules: intel }).outcome, 'ok');
  const busy = intel.replace(/^(kvm_intel +\d+ +)0/m, '$14');
  const verdict = judge({ kernel: '5.15.0-91-generic', atLoad: undefined, modules: busy });
  t.is(verdict.outcome, 'warn');
  t.regex(verdict.seen, /^kvm_intel is in use/);
});

test('without KVM nothing holds VT-x', (t) => {
  t.is(judge({ modules: 'vboxdrv 720896 2 vboxnetadp,vboxnetflt\n', kvm: false }).outcome, 'ok');
  t.is(judge({ modules: undefined, kvm: false, atLoad: undefined }).outcome, 'ok');
});

test('VirtualBox from 7.2.10 on shares with KVM on Linux from 6.16 on, unless KVM was told to wait', (t) => {
  const newer = { version: '7.2.14r170000', kernel: '6.17.0-35-generic' };
  t.is(judge(newer).outcome, 'ok');
  const told = judge({ ...newer, atLoad: 'N' });
  t.is(told.outcome, 'fatal');
  t.regex('fix' in told ? told.fix : '', /Take `enable_virt_at_load=0` out/);
  t.is(judge({ ...newer, kernel: '6.12.7' }).outcome, 'fatal');
  t.is(judge({ ...newer, version: '7.2.8r1' }).outcome, 'fatal');
});

test('libvirt wants /dev/kvm, and does without at a price', (t) => {
  t.is(judgeDevKvm(true).outcome, 'ok');
  t.is(judgeDevKvm(false).outcome, 'warn');
});
