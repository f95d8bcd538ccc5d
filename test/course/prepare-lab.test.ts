import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { EngineFacts } from '../../src/cluster/facts.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { findLab } from '../../src/course/catalogue.ts';
import type { LabCluster } from '../../src/course/lab-cluster.ts';
import { prepareLab } from '../../src/course/prepare-lab.ts';
import type { Remote } from '../../src/transport/runner.ts';
import { fakeClock } from '../_helpers/fake-clock.ts';
import type { FakeEngine } from '../_helpers/fake-engine.ts';
import { FakeSwarm } from '../_helpers/fake-swarm.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

class UpWasRun extends Error {}

/** Two nodes in one swarm. `up` ends at its first question, with {@link UpWasRun}. */
async function scene(t: ExecutionContext) {
  const swarm = new FakeSwarm();
  const engines: FakeEngine[] = [];
  const facts: EngineFacts[] = [];
  const lab = await findLab('whoami');
  const nodes = (['manager', 'worker'] as const).map((role, i) => {
    const name = `core-0${i + 1}`;
    const address = `172.17.8.10${i + 1}`;
    const nodeId = swarm.member(name, role);
    const own = { version: '26', swarm: 'active', nodeId, nodeAddress: address, control: role === 'manager' };
    const engine = swarm.engine(name, own);
    for (const other of ['id-1', 'id-2']) engine.on(`POST /nodes/${other}/update?version=7`, () => ({}));
    const node = new ClusterNode({ name, role, address, cpus: 1, memory: 1024 });
    node.connected({ name, close() {} } as unknown as Remote, engine);
    engines.push(engine);
    facts.push(own);
    return node;
  });
  const cluster = {
    nodes,
    workspace: { snapshotsFile: path.join(await temporaryFolder(t), 'none') },
    get provider() {
      throw new UpWasRun();
    },
  } as unknown as Cluster;
  const images = [{ Id: 'sha256:a1b2', RepoTags: lab.images }];
  const ran: string[] = [];
  const remote = (name: string): Pick<Remote, 'run'> => ({
    async run({ input = '' }) {
      ran.push(`${name}: ${String(input)}`);
      return { exitCode: 0, stdout: '', stderr: '' };
    },
  });
  const view = {
    nodes: nodes.map(({ name }) => ({ name, engine: { get: async () => images }, remote: remote(name) })),
  };
  const said: string[] = [];
  const prepare = (isUnderWay = () => false) =>
    prepareLab(lab, cluster, view as unknown as LabCluster, {
      clock: fakeClock(),
      report: (line) => said.push(line),
      isUnderWay,
    });
  const changes = () => engines.flatMap(({ asked }) => asked.filter((it) => !it.startsWith('GET ')));
  return { swarm, engines, prepare, said, changes, ran };
}

const drain = ({ members }: FakeSwarm) => {
  const last = members.at(-1);
  if (last) last.Spec.Availability = 'drain';
};

test('on a cluster that is whole nothing is changed', async (t) => {
  const { prepare, said, changes } = await scene(t);
  t.deepEqual((await prepare()).caughtUp, []);
  t.deepEqual(changes(), []);
  t.deepEqual(said, []);
});

test('a node that was drained takes tasks again, and that is said', async (t) => {
  const { swarm, engines, prepare, said } = await scene(t);
  drain(swarm);
  await prepare();
  t.deepEqual(said, ['core-02 takes no tasks (its availability is drain): it is made active again']);
  t.like(engines[0]?.bodies.at(engines[0].asked.indexOf('POST /nodes/id-2/update?version=7')), {
    Availability: 'active',
  });
});

test('in a lab that goes on a node stays as the learner left it', async (t) => {
  const { swarm, prepare, said, changes } = await scene(t);
  drain(swarm);
  await prepare(() => true);
  t.deepEqual(changes(), []);
  t.deepEqual(said, []);
});

test('a node that has left is missed, also while the manager takes it for Ready', async (t) => {
  const { swarm, engines, prepare } = await scene(t);
  await engines[1]?.post('/swarm/leave?force=true');
  for (const member of swarm.members) member.Status.State = 'ready';
  await t.throwsAsync(prepare(), { instanceOf: UpWasRun });
});

test('what another lab has left amiss is taken away before anything else, but not from under the learner who is at it', async (t) => {
  const { prepare, ran } = await scene(t);
  await prepare(() => true);
  t.deepEqual(ran, []);
  await prepare();
  t.is(ran.length, 1, 'core-01 has a part of scene-off.sh of lab 08, and there is no core-03');
  t.regex(ran[0] ?? '', /^core-01: .*iptables -w -X SWARMLAB-08/s);
});
