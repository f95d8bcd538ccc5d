import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import test from 'ava';
import { eventually } from '../_helpers/eventually.ts';
import { ended, said } from '../_helpers/scratch-cluster.ts';
import { timed, VmCluster, virsh } from '../_helpers/vm-cluster.ts';

const cluster = new VmCluster('faults');
const ready = ['ready', 'ready', 'ready'];
const three = ['core-01', 'core-02', 'core-03'];
test.before(() => cluster.init());
test.after.always(() => cluster.remove());

/** Without a word to the machine, as by its plug. */
const powerOff = (node: string) => virsh('destroy', cluster.machine(node));

test.serial(
  'a VM powered off in the middle of up: it is named, and the next up finishes the job',
  async (t) => {
    const first = cluster.spawn('up');
    const end = ended(first);
    t.true(await said(first, /core-02: Start the engine|core-02: Load kernel modules: loaded/));
    await powerOff('core-02');
    const { code, stderr } = await timed('up, core-02 loses power', () => end);
    t.is(code, 4, stderr);
    t.regex(stderr, /^error: core-02.* \[E_SSH_(UNREACHABLE|LOST)\]\n {2}fix: .+/m);
    t.regex(stderr, /core-03: Start the engine: answers/, 'the others went on');
    await timed('up again', () => cluster.must('up'));
    t.deepEqual(await cluster.states(), ready);
    t.deepEqual(await cluster.members(), three);
  },
);

test.serial('a VM powered off after up: the next up brings it back', async (t) => {
  await powerOff('core-03');
  t.is((await cluster.states())[2], 'stopped');
  await timed('up after a power cut', () => cluster.must('up'));
  t.deepEqual(await cluster.states(), ready);
  t.deepEqual(await cluster.members(), three);
});

test.serial(
  'a VM destroyed behind our back is made again and joins, and nothing of the old one is left',
  async (t) => {
    await powerOff('core-02');
    await virsh('undefine', cluster.machine('core-02'), '--remove-all-storage');
    const { code, stderr } = await timed('up after a VM is gone', () => cluster.run('up'));
    t.is(code, 0, stderr);
    t.regex(stderr, /core-02: Make machines: made /);
    t.regex(stderr, /core-02: Form the swarm: joined as worker/);
    t.deepEqual(await cluster.states(), ready);
    t.deepEqual(await cluster.members(), three);
  },
);

test.serial('a node that is rebooted comes back by itself', async (t) => {
  const engineStart = () => cluster.on('core-03', 'systemctl show -p ActiveEnterTimestamp docker');
  const before = await engineStart();
  await timed('reboot of a node, until Ready', async () => {
    await virsh('reset', cluster.machine('core-03'));
    await eventually(async () => (await cluster.states())[2] !== 'ready', 60_000);
    await eventually(async () => (await cluster.states()).every((it) => it === 'ready'), 240_000);
  });
  t.not(await engineStart(), before);
  t.is((await cluster.on('core-03', 'systemctl is-enabled docker containerd')).trim(), 'enabled\nenabled');
});

test.serial(
  'a changed host key is refused with the reason, and the fix that is told lets up go on',
  async (t) => {
    await cluster.on(
      'core-02',
      'cd /etc/ssh && rm ssh_host_*_key* && ssh-keygen -q -t ed25519 -N "" -f ssh_host_ed25519_key && systemctl restart ssh',
    );
    const { code, stderr } = await timed('up with a changed host key', () => cluster.run('up'));
    t.is(code, 4, stderr);
    const [, fix = ''] =
      /core-02 shows another SSH host key than before .* \[E_HOST_KEY\]\n {2}fix: If you made the machine anew, remove line \d+ of .*: (ssh-keygen -R core-02 -f \S+)/.exec(
        stderr,
      ) ?? [];
    t.not(fix, '', stderr);
    await promisify(exec)(fix);
    await cluster.must('up');
  },
);

test.serial('where sudo asks for a password, the error says so and how to end it', async (t) => {
  await cluster.on('core-03', 'echo "vagrant ALL=(ALL) ALL" >/etc/sudoers.d/vagrant');
  const { code, stderr } = await timed('up where sudo asks', () => cluster.run('up'));
  t.is(code, 4, stderr);
  t.regex(stderr, /^error: core-03.* \[E_SUDO_PASSWORD\]\n {2}fix: .*NOPASSWD/m);
});
