import test from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { makeMachines } from '../../src/cluster/phases/make-machines.ts';
import type { MachineState } from '../../src/provider/provider.ts';

/** What was asked for, in order, while a machine in this state was brought up. */
async function asked(
  state: MachineState,
  fetch: () => Promise<never> = async () => ({}) as never,
  refusal?: Error,
  order: string[] = [],
) {
  const asks = (what: string) => (arch: string) => {
    order.push(`${what} ${arch}`);
    return fetch();
  };
  const node = new ClusterNode({ name: 'core-01', role: 'manager', address: '', cpus: 1, memory: 1 });
  const cluster = {
    nodes: [node],
    provider: {
      list: async () => new Map([['core-01', state]]),
      ensure: async () => {
        order.push('machine');
        return { host: '127.0.0.1', port: 22, user: 'root', keyFile: '/k' };
      },
    },
    async checkComputer() {
      order.push('computer');
      if (refusal) throw refusal;
    },
    engineBundle: asks('engine'),
    imageBundle: asks('images'),
  } as unknown as Cluster;
  const line = await makeMachines.run(node, cluster, () => {});
  return { order, line };
}

const ours = process.arch === 'arm64' ? 'arm64' : 'amd64';

test('while a machine is made, what it will be given is fetched', async (t) => {
  const { order, line } = await asked('missing');
  t.deepEqual(order, ['computer', `engine ${ours}`, `images ${ours}`, 'machine']);
  t.is(line, 'made');
});

test('for a machine that is there nothing is fetched ahead, and one that runs costs no look at this computer', async (t) => {
  t.deepEqual((await asked('stopped')).order, ['computer', 'machine']);
  t.deepEqual((await asked('running')).order, ['machine']);
});

test('that something could not be fetched does not keep a machine from being made', async (t) => {
  const { line } = await asked('missing', () => Promise.reject(new Error('no network')));
  t.is(line, 'made');
});

test('what this computer cannot do stops it before a machine is made', async (t) => {
  const order: string[] = [];
  const refusal = new Error('VirtualBox allows no host-only network at 172.17.8.0/24');
  await t.throwsAsync(asked('missing', undefined, refusal, order), { message: refusal.message });
  t.deepEqual(order, ['computer']);
});
