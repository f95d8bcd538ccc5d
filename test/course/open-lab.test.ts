import test from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { openLab } from '../../src/course/open-lab.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { FakeEngine } from '../_helpers/fake-engine.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';

const names = ['core-01', 'core-02', 'core-03'];

function stopped(name: string): SwarmlabError {
  return new SwarmlabError('E_NO_MACHINES', `${name} does not run`, { fix: 'swarmlab start' });
}

function lost(name: string): SwarmlabError {
  return new SwarmlabError('E_SSH_LOST', `${name}: the SSH connection broke`, { fix: '', node: name });
}

/** A cluster whose nodes run while their name is in `running` and have a say while it is in `managers`. `clock`: milliseconds. */
function scene({ running = new Set(names), managers = new Set(['core-01']) } = {}) {
  const clock = { now: 0 };
  const dialled: string[] = [];
  const nodes = names.map(
    (name, at) =>
      new ClusterNode({
        name,
        role: at === 0 ? 'manager' : 'worker',
        address: `172.17.8.10${at + 1}`,
        cpus: 1,
        memory: 1024,
      }),
  );
  const { signal } = new AbortController();
  const cluster = { nodes, signal, now: () => clock.now } as unknown as Cluster;
  const connect = async (node: ClusterNode) => {
    dialled.push(node.name);
    if (!running.has(node.name)) throw stopped(node.name);
    const answer = (value: unknown) => () => {
      if (!running.has(node.name)) throw lost(node.name);
      return value;
    };
    const engine = new FakeEngine()
      .on('GET /info', () => answer({ Swarm: { ControlAvailable: managers.has(node.name) } })())
      .on('GET /services', () => {
        if (!managers.has(node.name)) throw new SwarmlabError('E_ENGINE_API', 'not a manager', { fix: '' });
        return answer([node.name])();
      })
      .on('GET /slow', () => new Promise(() => {}));
    node.connected(new FakeRemote(node.name), engine);
  };
  return { open: () => openLab(cluster, connect), clock, dialled, running, managers };
}

test('where no node answers, the reason is said at once and no check is asked', async (t) => {
  const { open } = scene({ running: new Set() });
  await t.throwsAsync(open(), { code: 'E_NO_MACHINES', message: 'core-01 does not run' });
});

test('a node that does not run fails with its own reason; the others answer', async (t) => {
  const lab = await scene({ running: new Set(['core-01', 'core-02']) }).open();
  t.deepEqual(await lab.manager.get('/services'), ['core-01']);
  await t.throwsAsync(async () => lab.nodes[2]?.engine.get('/info'), { message: 'core-03 does not run' });
});

test('a node that comes up later is asked then, and not dialled for every question before', async (t) => {
  const { open, running, clock, dialled } = scene({ running: new Set(['core-01']) });
  const lab = await open();
  const ask = async () => lab.nodes[1]?.engine.get('/info');
  running.add('core-02');
  await t.throwsAsync(ask, { code: 'E_NO_MACHINES' });
  t.is(dialled.filter((name) => name === 'core-02').length, 1);
  clock.now += 3000;
  t.truthy(await ask());
});

test('a node that was lost is connected anew when it is back', async (t) => {
  const { open, running, clock, dialled } = scene();
  const lab = await open();
  const ask = async () => lab.nodes[2]?.engine.get('/info');
  running.delete('core-03');
  await t.throwsAsync(ask, { code: 'E_SSH_LOST', message: /core-03/ });
  await t.throwsAsync(ask, { code: 'E_NO_MACHINES', message: /core-03/ });
  running.add('core-03');
  clock.now += 3000;
  t.truthy(await ask());
  t.is(dialled.filter((name) => name === 'core-03').length, 3);
});

test('a manager is found wherever the swarm was formed anew', async (t) => {
  const { open, managers } = scene();
  const lab = await open();
  t.deepEqual(await lab.manager.get('/services'), ['core-01']);
  managers.clear();
  await t.throwsAsync(lab.manager.get('/services'), { code: 'E_ENGINE_API' });
  await t.throwsAsync(lab.manager.get('/services'), { code: 'E_SWARM', message: /no manager/ });
  managers.add('core-02');
  t.deepEqual(await lab.manager.get('/services'), ['core-02']);
});

test('a node that owes an answer is known by name', async (t) => {
  const { open, clock } = scene();
  const lab = await open();
  void lab.nodes[1]?.engine.get('/slow').catch(() => {});
  await lab.nodes[0]?.engine.get('/info');
  t.deepEqual(lab.owing?.(1000), []);
  clock.now += 1500;
  t.deepEqual(lab.owing?.(1000), ['core-02']);
});
