import test from 'ava';
import { ended, ScratchCluster, said } from '../_helpers/scratch-cluster.ts';

// Lab 08 begins with two firewalls and a node outside the swarm. Whatever happens then, nobody else is to find that.

const cluster = new ScratchCluster('scene');
test.before(async (t) => {
  t.timeout(300_000);
  await cluster.init();
  await cluster.must('up');
});
test.after.always(() => cluster.remove());

/** The rules of the lab's firewalls on the nodes that have them. */
async function rules(): Promise<string> {
  const asked = ['core-01', 'core-03'].map((node) =>
    cluster.on(node, 'iptables -w -S | grep SWARMLAB || true'),
  );
  return (await Promise.all(asked)).join('').trim();
}

const whole = ['core-01', 'core-02', 'core-03'];

test.serial('`up` names the lab whose firewall is in its way, and after a reset nothing is', async (t) => {
  t.timeout(300_000);
  await cluster.must('lab', 'start', '08', '--yes');
  t.deepEqual(await cluster.members(), ['core-01', 'core-02']);
  t.regex(await rules(), /--dport 2377 -j DROP/);

  const { code, stderr } = await cluster.run('up');
  t.is(code, 4);
  t.regex(stderr, /tcp\/2377 is closed between core-03 and core-01/);
  t.regex(stderr, /The firewall of lab 08 is on core-01: `swarmlab lab reset 08` takes it away/);

  await cluster.must('lab', 'start', '08');
  t.deepEqual(await cluster.members(), ['core-01', 'core-02'], 'who is at the lab gets no help');

  await cluster.must('lab', 'reset', '08');
  t.is(await rules(), '');
  t.deepEqual(await cluster.members(), whole);
  t.is((await cluster.run('up')).code, 0);
});

test.serial('a start that was killed on its way is mended by the start of any lab', async (t) => {
  t.timeout(300_000);
  const child = cluster.spawn('lab', 'start', '08', '--yes');
  t.true(await said(child, /making what is amiss/));
  const end = ended(child);
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await end;

  await cluster.must('lab', 'start', '01', '--yes');
  t.is(await rules(), '');
  t.deepEqual(await cluster.members(), whole);
});
