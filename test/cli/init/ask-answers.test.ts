import test from 'ava';
import type { Answers } from '../../../src/cli/init/answers.ts';
import { askAnswers } from '../../../src/cli/init/ask-answers.ts';
import { freshTopology } from '../../../src/cli/init/base-topology.ts';
import { planTopology } from '../../../src/cli/init/plan-topology.ts';
import type { DetectedProvider } from '../../../src/provider/detect.ts';
import { atTerminal, type Step } from '../../_helpers/wizard.ts';

const detected: DetectedProvider[] = [
  { name: 'vagrant', usable: false, reason: 'Vagrant is not installed' },
  { name: 'docker', usable: true, reason: 'Docker Engine 28.5.1 answers' },
  { name: 'ssh', usable: true, reason: 'machines that you have already' },
];
const labs = [
  { id: '01-whoami', title: 'A first service' },
  { id: '09-monitoring', title: 'Monitoring' },
];
const base = freshTopology(
  '/home/me/workshop',
  'docker',
  labs.map(({ id }) => id),
);

async function interview(steps: readonly Step[], given: Answers = {}) {
  const { value, screens } = await atTerminal(
    (wizard) => askAnswers(given, { wizard, base, detected, labs }),
    steps,
  );
  return { answers: value, plan: planTopology(base, value), screens };
}

const enters: Step[] = [
  /Where do the machines come from/,
  /Name of the cluster/,
  /How many nodes/,
  /Which of them are managers/,
  /Lab network/,
  /Address of the first node/,
  /Labs whose images/,
  /CPUs of each node/,
  /Memory of each node/,
  /Where does Docker Engine come from/,
].map((at) => ({ at }));

test('Enter at every question gives the default topology', async (t) => {
  const { plan, screens } = await interview(enters);
  t.deepEqual(plan, base);
  t.regex(screens[0] ?? '', /vagrant +Vagrant is not installed/);
  t.regex(screens[0] ?? '', /❯ docker +Docker Engine 28\.5\.1 answers/);
  t.regex(screens[1] ?? '', /workshop/);
  t.regex(screens[3] ?? '', /◉ core-01[\s\S]*◯ core-02/);
  t.regex(screens[6] ?? '', /◉ 01-whoami[\s\S]*◯ 09-monitoring {2}Monitoring \(makes managers 2048 MiB\)/);
});

test('what a flag answers is not asked', async (t) => {
  const { plan, screens } = await interview(
    [{ at: /How many nodes/ }, { at: /Which of them/ }, { at: /Memory of each node/ }],
    {
      provider: 'docker',
      cluster: 'mine',
      subnet: '172.17.8.0/24',
      firstAddress: '172.17.8.11',
      labs: [],
      cpus: 2,
      engineSource: 'auto',
    },
  );
  t.is(screens.length, 3);
  t.is(plan.cluster, 'mine');
  t.is(plan.nodes[2]?.address, '172.17.8.13');
  t.is(plan.nodes[0]?.cpus, 2);
});

test('a wrong answer is explained where it is given, and can be corrected', async (t) => {
  const back = (text: string) => Array.from(text, () => 'backspace');
  const { plan } = await interview([
    { at: /Where do/ },
    { at: /Name of the cluster/, type: 'My Lab' },
    { at: /use lower-case letters/, press: back('My Lab'), open: true },
    { at: /Name of the cluster/, type: 'mylab' },
    { at: /How many nodes/, type: '0' },
    { at: /Give a whole number from 1 to 99/, press: ['backspace'], open: true },
    { at: /How many nodes/, type: '3' },
    { at: /Which of them/, press: ['space'] },
    { at: /at least one manager/, press: ['space'] },
    { at: /Lab network/, type: '172.17.8.5/24' },
    { at: /Give an IPv4 network as in/, press: back('172.17.8.5/24'), open: true },
    { at: /Lab network/, type: '10.9.8.0/24' },
    { at: /Address of the first node.*10\.9\.8\.101/, type: '10.9.9.1' },
    { at: /do not fit into the lab network/, press: back('10.9.9.1'), open: true },
    { at: /Address of the first node/, type: '10.9.8.7' },
    ...enters.slice(6),
  ]);
  t.is(plan.cluster, 'mylab');
  t.deepEqual(
    plan.nodes.map(({ address }) => address),
    ['10.9.8.7', '10.9.8.8', '10.9.8.9'],
  );
});

test('vagrant is asked for its box, ssh for its machines', async (t) => {
  const vagrant = await interview([
    { at: /Where do/, press: ['up'] },
    ...enters.slice(1, 9),
    { at: /Box .*bento\/debian-13/, type: 'debian/bookworm64' },
    ...enters.slice(9),
  ]);
  t.is(vagrant.plan.provider, 'vagrant');
  t.is(vagrant.plan.vagrant.box, 'debian/bookworm64');

  const ssh = await interview([
    { at: /Where do/, press: ['down'] },
    { at: /Name of/ },
    { at: /How many nodes/, type: '2' },
    { at: /Which of them/ },
    { at: /Private key/, type: 'cloud.key' },
    { at: /core-01 \(user@host:port\)/, type: 'debian@10.0.0.5' },
    { at: /core-02 \(user@host:port\)/, type: 'debian@b.example:2222' },
    { at: /Network in which the machines reach each other/, type: '10.0.0.0/24' },
    { at: /Address of 10\.0\.0\.5 in 10\.0\.0\.0\/24/ },
    { at: /Address of b\.example/, type: '10.0.0.9' },
    { at: /Labs whose images/ },
    { at: /Where does Docker Engine/ },
  ]);
  t.deepEqual(
    ssh.plan.nodes.map(({ address, ssh: way }) => [address, way?.user, way?.host, way?.port, way?.key]),
    [
      ['10.0.0.5', 'debian', '10.0.0.5', 22, 'cloud.key'],
      ['10.0.0.9', 'debian', 'b.example', 2222, 'cloud.key'],
    ],
  );
});

test('the question of the box says what the proposed one is and why', async (t) => {
  const asked = async (box: string) => {
    const steps: Step[] = [{ at: /Box/ }, { at: /Where does Docker Engine/ }];
    const given = {
      provider: 'vagrant',
      cluster: 'c',
      nodes: 3,
      managers: 1,
      subnet: '172.17.8.0/24',
    } as const;
    const { screens } = await atTerminal(
      (wizard) =>
        askAnswers(
          { ...given, firstAddress: '172.17.8.101', labs: [], cpus: 1, memory: 1024 },
          { wizard, base: { ...base, vagrant: { box } }, detected, labs },
        ),
      steps,
    );
    return screens[0]?.replaceAll(/\s+/g, ' ') ?? '';
  };
  const why = /Box \(Debian 13, as the docker provider has it; this one is for (.*)\): \((.*)\)/;
  t.deepEqual(why.exec(await asked('bento/debian-13'))?.slice(1), [
    'VirtualBox, VMware and Parallels, Intel and ARM',
    'bento/debian-13',
  ]);
  t.deepEqual(why.exec(await asked('cloud-image/debian-13'))?.slice(1), [
    'libvirt, Intel and ARM',
    'cloud-image/debian-13',
  ]);
  t.regex(await asked('my/box'), /Box: \(my\/box\)/);
});

test('an engine of a given source can have a version, a file has a path', async (t) => {
  const docker = await interview([
    ...enters.slice(0, 9),
    { at: /Where does Docker Engine/, press: ['down'] },
    { at: /Version/, type: '28.5.1' },
  ]);
  t.deepEqual(docker.plan.engine, { source: 'docker', version: '28.5.1' });
  const file = await interview([
    ...enters.slice(0, 9),
    { at: /Where does Docker Engine/, press: ['down', 'down', 'down'] },
    { at: /Path of the bundle/, type: 'engine.tar.gz' },
  ]);
  t.deepEqual(file.plan.engine, { source: 'file', file: 'engine.tar.gz' });
});

test('Ctrl-C ends it as interrupted', async (t) => {
  await t.throwsAsync(interview([{ at: /Where do/ }, { at: /Name of/, interrupt: true }]), {
    code: 'E_INTERRUPTED',
  });
});
