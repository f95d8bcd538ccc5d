import test from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { Formation } from '../../src/cluster/formation.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import type { NodePhase, Phase, PhaseEvent } from '../../src/cluster/phase.ts';
import { runPhases } from '../../src/cluster/run-phases.ts';
import { SwarmlabError } from '../../src/errors/index.ts';

function clusterOf(...names: string[]): { cluster: Cluster; abort: AbortController; log: string[] } {
  const nodes = names.map(
    (name, index) =>
      new ClusterNode({
        name,
        role: index === 0 ? 'manager' : 'worker',
        address: `172.17.8.${101 + index}`,
        cpus: 1,
        memory: 1024,
      }),
  );
  const abort = new AbortController();
  const log: string[] = [];
  let clock = 0;
  const cluster = {
    nodes,
    formation: new Formation(nodes),
    journal: { write: (scope: string, text: string) => log.push(`${scope}: ${text.split('\n')[0]}`) },
    now: () => clock++,
    signal: abort.signal,
  } as unknown as Cluster;
  return { cluster, abort, log };
}

const nodePhase = (id: string, run: NodePhase['run'], more: Partial<NodePhase> = {}): NodePhase => ({
  id,
  title: id,
  scope: 'node',
  run,
  ...more,
});

test('a quick node goes on while a slow one is still busy, and a cluster phase waits for both', async (t) => {
  const { cluster } = clusterOf('core-01', 'core-02');
  const order: string[] = [];
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const phases: Phase[] = [
    nodePhase('first', async (node) => {
      if (node.name === 'core-01') await gate;
      order.push(`first ${node.name}`);
      return '';
    }),
    nodePhase('second', async (node) => {
      order.push(`second ${node.name}`);
      release();
      return '';
    }),
    { id: 'all', title: 'all', scope: 'cluster', run: async () => `${order.push('all')}` },
  ];
  await runPhases(phases, cluster, () => {});
  t.deepEqual(order, ['first core-02', 'second core-02', 'first core-01', 'second core-01', 'all']);
});

test('a failure on one node lets the others come to their end, and stops before the cluster phase', async (t) => {
  const { cluster, log } = clusterOf('core-01', 'core-02');
  const done: string[] = [];
  const error = new SwarmlabError('E_SSH_UNREACHABLE', 'core-02: no answer', { fix: 'start it' });
  const phases: Phase[] = [
    nodePhase('connect', async (node) => {
      if (node.name === 'core-02') throw error;
      done.push(node.name);
      return '';
    }),
    { id: 'all', title: 'all', scope: 'cluster', run: async () => `${done.push('all')}` },
  ];
  t.is(await t.throwsAsync(runPhases(phases, cluster, () => {})), error);
  t.deepEqual(done, ['core-01']);
  t.true(log.some((line) => line.startsWith('core-02: connect failed')));
});

test('when the manager fails, its own error is shown and not those of the workers that waited for it', async (t) => {
  const { cluster } = clusterOf('core-01', 'core-02', 'core-03');
  const error = new SwarmlabError('E_DISK_FULL', 'core-01: full', { fix: 'make room' });
  const phases = [
    nodePhase('join', async (node) => {
      if (node.isManager) throw error;
      await cluster.formation.open();
      return '';
    }),
  ];
  t.is(await t.throwsAsync(runPhases(phases, cluster, () => {})), error);
});

test('a phase with nothing to do is skipped with its reason', async (t) => {
  const { cluster } = clusterOf('core-01');
  const events: PhaseEvent[] = [];
  const phase = nodePhase('mesh', () => Promise.reject(new Error('must not run')), {
    skip: () => 'the kernel has IPVS',
  });
  await runPhases([phase], cluster, (event) => events.push(event));
  t.like(events.at(-1), { kind: 'skipped', node: 'core-01', line: 'the kernel has IPVS' });
});

test('a phase whose connection broke is run again', async (t) => {
  const { cluster } = clusterOf('core-01');
  let tries = 0;
  const phase = nodePhase('push', async () => {
    tries += 1;
    if (tries < 3) throw new SwarmlabError('E_SSH_LOST', 'core-01: connection lost', { fix: 'again' });
    return 'pushed';
  });
  await runPhases([phase], cluster, () => {});
  t.is(tries, 3);
});

test('after Ctrl-C no further phase begins', async (t) => {
  const { cluster, abort } = clusterOf('core-01');
  const ran: string[] = [];
  const phases = ['one', 'two'].map((id) =>
    nodePhase(id, async () => {
      ran.push(id);
      abort.abort(new SwarmlabError('E_INTERRUPTED', 'interrupted', { fix: 'again' }));
      return '';
    }),
  );
  await t.throwsAsync(
    runPhases(phases, cluster, () => {}),
    { message: 'interrupted' },
  );
  t.deepEqual(ran, ['one']);
});
