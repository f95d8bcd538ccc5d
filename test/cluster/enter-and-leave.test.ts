import test from 'ava';
import type { Facts } from '../../src/cluster/facts.ts';
import { leaveAndRestart } from '../../src/cluster/leave-and-restart.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { joinSwarm, leaveSwarm } from '../../src/cluster/swarm.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import type { Command, Remote } from '../../src/transport/runner.ts';
import { FakeEngine } from '../_helpers/fake-engine.ts';
import { topology } from '../_helpers/topology.ts';

const leave = 'POST /swarm/leave?force=true';
const refusal = (reason: string) =>
  new SwarmlabError('E_ENGINE_API', `core-03: Docker Engine refused it: ${reason}`, { fix: '' });

const asWorker = { address: '172.17.8.103', manager: '172.17.8.101', token: 'SWMTKN-1-worker' };

/** An engine on a node whose start anew is told to `restarted`. */
function nodeWith(engine: FakeEngine, restarted: () => void): ClusterNode {
  const node = new ClusterNode({
    name: 'core-03',
    role: 'worker',
    address: '172.17.8.103',
    cpus: 1,
    memory: 1024,
  });
  const run = async ({ argv }: Command) => {
    if (argv.includes('restart')) restarted();
    return { exitCode: 0, stdout: 'started\n', stderr: '' };
  };
  node.connected({ name: 'core-03', run, close() {} } as unknown as Remote, engine);
  node.gathered({ systemd: true } as Facts);
  return node;
}

test('an engine that takes longer to leave than it is given is asked again', async (t) => {
  let times = 0;
  const engine = new FakeEngine().on(leave, () => {
    times += 1;
    if (times < 3) throw refusal('context deadline exceeded');
  });
  await leaveSwarm(engine);
  t.is(times, 3);
});

test('any other refusal to leave is final', async (t) => {
  const engine = new FakeEngine().on(leave, () => {
    throw refusal('This node is not part of a swarm');
  });
  await t.throwsAsync(leaveSwarm(engine), { message: /not part of a swarm/ });
  t.is(engine.asked.length, 1);
});

test('an engine that does not come to the end of leaving is started anew, and leaves then', async (t) => {
  let starts = 0;
  const engine = new FakeEngine().on(leave, () => {
    if (starts === 0) throw refusal('context deadline exceeded');
  });
  const node = nodeWith(engine, () => {
    starts += 1;
  });
  await leaveAndRestart(node, { topology: topology() });
  t.is(starts, 2, 'and once more, so that nothing of the old swarm stays in it');
});

test('a node that has not joined within 20 s may still do so', async (t) => {
  let looks = 0;
  const engine = new FakeEngine()
    .on('POST /swarm/join', () => {
      throw refusal('Timeout was reached before node joined. The attempt to join the swarm will continue');
    })
    .on('GET /info', () => {
      looks += 1;
      return { Swarm: { LocalNodeState: looks < 3 ? 'pending' : 'active' } };
    });
  await joinSwarm(engine, { ...asWorker, signal: new AbortController().signal });
  t.is(looks, 3);
});

test('a join that is refused is not waited for', async (t) => {
  const engine = new FakeEngine().on('POST /swarm/join', () => {
    throw refusal('invalid join token');
  });
  await t.throwsAsync(joinSwarm(engine, { ...asWorker, signal: new AbortController().signal }), {
    message: /invalid join token/,
  });
  t.deepEqual(engine.asked, ['POST /swarm/join']);
});

test('whoever interrupts does not wait for a join that takes its time', async (t) => {
  const interrupt = new AbortController();
  const engine = new FakeEngine()
    .on('POST /swarm/join', () => {
      throw refusal('Timeout was reached before node joined. The attempt to join the swarm will continue');
    })
    .on('GET /info', () => {
      interrupt.abort(new Error('Ctrl-C'));
      return { Swarm: { LocalNodeState: 'pending' } };
    });
  await t.throwsAsync(joinSwarm(engine, { ...asWorker, signal: interrupt.signal }), { message: 'Ctrl-C' });
});
