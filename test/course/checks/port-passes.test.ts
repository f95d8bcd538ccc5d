import test from 'ava';
import { portPasses } from '../../../src/course/checks/port-passes.ts';
import type { Behaviour } from '../../_helpers/lab-cluster.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';
import { machinesAlone, type SceneNode, swarmScene } from '../../_helpers/swarm-scene.ts';

/** A port that listens everywhere, but for what `closed` says of a pair. */
async function check(
  of: 'managers' | 'nodes',
  meets: (from: string, to: string) => Behaviour | undefined,
  changes: Record<string, SceneNode> = {},
) {
  const params = { port: of === 'managers' ? 2377 : 7946, of };
  const { nodes } = swarmScene(changes);
  const { nodes: dialled } = labCluster({
    behaves: (from, to) =>
      meets(from, to) ?? (of === 'managers' && to !== 'core-01' ? { refused: true } : { http: 'x' }),
  });
  const cluster = {
    ...labCluster(),
    nodes: nodes.map((node, at) => ({ ...node, remote: dialled[at]?.remote ?? node.remote })),
  };
  const seen = await portPasses.probe(cluster, params);
  return { once: portPasses.judge(params, seen, undefined), twice: portPasses.judge(params, seen, seen) };
}

const silent = { hangs: true } as const;
const refused = { refused: true } as const;

test('a manager’s port that every node gets through to passes, though workers refuse it', async (t) => {
  const { once } = await check('managers', () => undefined);
  t.deepEqual(once, { outcome: 'pass', message: 'tcp/2377 of core-01: every node gets through' });
});

test('a port of every node passes when every pair gets through', async (t) => {
  const { once } = await check('nodes', () => undefined);
  t.is(once.message, 'tcp/7946 of core-01, core-02, core-03: every node gets through');
});

test('silence of the manager for one node is a firewall’s, and for good when it is seen twice', async (t) => {
  const { once, twice } = await check('managers', (from, to) =>
    (from === 'core-03' && to === 'core-01') || to === 'core-03'
      ? from === to
        ? refused
        : silent
      : undefined,
  );
  t.like(once, { outcome: 'fail', reason: 'closed', settled: false });
  t.is(twice.settled, true);
  t.regex(once.message, /core-03 -> core-01/);
});

test('a worker that opened its own port instead is told so', async (t) => {
  const { once } = await check('managers', (from, to) =>
    from === 'core-03' && to === 'core-01' ? silent : undefined,
  );
  t.like(once, { reason: 'elsewhere' });
});

test('a node that gives the others no answer on a port of all nodes fails, with the pairs', async (t) => {
  const { once } = await check('nodes', (from, to) => (to === 'core-03' && from !== to ? silent : undefined));
  t.like(once, { reason: 'closed' });
  t.regex(once.message, /core-01 -> core-03, core-02 -> core-03/);
});

test('a port on which nobody listens is refused, and that is not open', async (t) => {
  const { once } = await check('nodes', (_from, to) => (to === 'core-02' ? refused : undefined));
  t.like(once, { reason: 'refused' });
});

test('a node that cannot be asked makes it unknown, with its name', async (t) => {
  const { once } = await check('nodes', (from) => (from === 'core-02' ? { unreachable: true } : undefined));
  t.is(once.outcome, 'unknown');
  t.regex(once.message, /core-02/);
});

test('where there is no swarm it fails', async (t) => {
  const params = { port: 2377, of: 'managers' as const };
  const { nodes } = labCluster({ behaves: () => refused });
  const cluster = {
    ...labCluster(),
    nodes: machinesAlone.nodes.map((node, at) => ({ ...node, remote: nodes[at]?.remote ?? node.remote })),
  };
  const verdict = portPasses.judge(params, await portPasses.probe(cluster, params), undefined);
  t.like(verdict, { outcome: 'fail', reason: 'no-swarm' });
});
