import test from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { openLab } from '../../src/course/open-lab.ts';
import { SwarmlabError } from '../../src/errors/index.ts';

test('where no node answers, the reason is said at once and no check is asked', async (t) => {
  const nodes = ['core-01', 'core-02'].map(
    (name) => new ClusterNode({ name, role: 'manager', address: '172.17.8.101', cpus: 1, memory: 1024 }),
  );
  const stopped = (name: string) =>
    new SwarmlabError('E_NO_MACHINES', `${name} does not run`, { fix: 'swarmlab start' });
  const cluster = {
    nodes,
    provider: { endpoint: async (name: string) => Promise.reject(stopped(name)) },
    signal: new AbortController().signal,
  } as unknown as Cluster;
  await t.throwsAsync(openLab(cluster), { code: 'E_NO_MACHINES', message: 'core-01 does not run' });
});
