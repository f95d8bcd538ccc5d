import { readFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import type { Cluster } from '../../../src/cluster/cluster.ts';
import { ClusterNode } from '../../../src/cluster/node.ts';
import { listSnapshots, removeSnapshot } from '../../../src/cluster/snapshots/list.ts';
import { restoreSnapshot } from '../../../src/cluster/snapshots/restore.ts';
import { saveSnapshot } from '../../../src/cluster/snapshots/save.ts';
import { up } from '../../../src/cluster/up.ts';
import { workspaceAt } from '../../../src/cluster/workspace.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import type { MachineSnapshots, MachineState } from '../../../src/provider/provider.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { topology } from '../../_helpers/topology.ts';

const nodes = ['core-01', 'core-02', 'core-03'] as const;

/** What only this test's kill throws: nothing that comes after it happens. */
class Killed extends Error {}

/** Machines with one word each on their disk, and copies of them. `killAt`: which step of a copy is never done. */
class Machines {
  readonly disks = new Map<string, string>(nodes.map((name) => [name, 'fresh']));
  readonly copies = new Map<string, Map<string, string>>();
  state: MachineState = 'running';
  killAt = Number.POSITIVE_INFINITY;
  full = false;
  #steps = 0;
  #dead = false;

  #step(): void {
    if (this.#dead || this.#steps++ >= this.killAt) {
      this.#dead = true;
      throw new Killed();
    }
  }

  /** A new process. */
  again(): void {
    this.killAt = Number.POSITIVE_INFINITY;
    this.#steps = 0;
    this.#dead = false;
  }

  write(word: string): void {
    for (const name of nodes) this.disks.set(name, word);
  }

  readonly snapshots: MachineSnapshots = {
    save: async (id) => {
      if (this.state !== 'stopped') throw new Error('copied while running');
      const copy = new Map<string, string>();
      for (const [name, word] of this.disks) {
        this.#step();
        this.copies.set(id, copy.set(name, word));
        if (this.full) throw new SwarmlabError('E_DISK_FULL', 'no room', { fix: 'Make room.' });
      }
      this.#step();
      return 3000;
    },
    restore: async (id) => {
      this.#step();
      this.state = 'stopped';
      for (const [name, word] of this.copies.get(id) ?? []) {
        this.#step();
        this.disks.set(name, word);
      }
      this.#step();
    },
    list: async () => new Map([...this.copies].map(([id, of]) => [id, { whole: of.size === nodes.length }])),
    remove: async (id) => {
      this.#step();
      this.copies.delete(id);
    },
  };
}

async function scene(t: ExecutionContext) {
  const workspace = workspaceAt(await temporaryFolder(t));
  const machines = new Machines();
  const plan = topology({ provider: 'docker' });
  const provider = {
    ownsMachines: true,
    snapshots: machines.snapshots,
    list: async () => new Map(nodes.map((name) => [name, machines.state])),
    endpoint: async () => {
      throw new SwarmlabError('E_NO_MACHINES', 'nobody answers in this test', { fix: '-' });
    },
    stop: async () => {
      machines.state = 'stopped';
    },
  };
  const cluster = {
    workspace,
    topology: plan,
    nodes: plan.nodes.map((node) => new ClusterNode(node)),
    provider,
    journal: { write() {} },
    now: () => Date.UTC(2026, 10, 21, 9),
    signal: new AbortController().signal,
  } as unknown as Cluster;
  const save = (name: string, { force = false } = {}) => {
    machines.state = 'running';
    return saveSnapshot(cluster, name, { force, lab: '03-counter', underWay: [], report() {}, stopped() {} });
  };
  const restore = (name: string) => restoreSnapshot(cluster, name, () => {});
  const names = async () => (await listSnapshots(cluster)).map(({ name }) => name);
  return { cluster, workspace, machines, provider, save, restore, names };
}

test('what was saved comes back, as often as it is asked for', async (t) => {
  const { cluster, machines, save, restore } = await scene(t);
  machines.write('good');
  await save('before');
  t.deepEqual(await listSnapshots(cluster), [
    { name: 'before', takenAt: '2026-11-21T09:00:00.000Z', bytes: 3000, lab: '03-counter', whole: true },
  ]);
  for (const broken of ['broken', 'broken again']) {
    machines.write(broken);
    await restore('before');
    t.deepEqual([...machines.disks.values()], ['good', 'good', 'good']);
  }
});

test('a save that is killed anywhere is never listed, keeps what there was, and is made good by the next one', async (t) => {
  for (let step = 0; ; step += 1) {
    const { machines, save, restore, names } = await scene(t);
    machines.write('old');
    await save('kept');
    machines.again();
    machines.killAt = step;
    machines.write('new');
    const ended = await save('kept', { force: true }).then(
      () => 'done',
      (error) => {
        if (!(error instanceof Killed)) throw error;
        return 'killed';
      },
    );
    machines.again();
    t.deepEqual(await names(), ['kept']);
    machines.write('broken');
    await restore('kept');
    const words = new Set(machines.disks.values());
    t.true(words.size === 1 && ['old', 'new'].includes([...words].join()), `step ${step}: ${[...words]}`);
    await save('other');
    t.is(machines.copies.size, 2, `step ${step}: nothing is left over`);
    if (ended === 'done') {
      t.deepEqual([...words], ['new']);
      t.true(step > 3);
      return;
    }
  }
});

test('a restore that is killed anywhere is finished by running it again, and nothing starts before', async (t) => {
  for (let step = 0; ; step += 1) {
    const { cluster, machines, save, restore } = await scene(t);
    machines.write('good');
    await save('before');
    machines.write('broken');
    machines.again();
    machines.killAt = step;
    const done = await restore('before').then(
      () => true,
      () => false,
    );
    machines.again();
    if (done) {
      t.true(step > 3);
      return;
    }
    await t.throwsAsync(
      up(cluster, {}, () => {}),
      { code: 'E_SNAPSHOT', message: /restoring the snapshot before did not come to its end/ },
      `step ${step}`,
    );
    await t.throwsAsync(save('mixed'), { code: 'E_SNAPSHOT' });
    await restore('before');
    t.deepEqual([...machines.disks.values()], ['good', 'good', 'good'], `step ${step}`);
  }
});

test('a disk that is full leaves no part behind, and is told as that', async (t) => {
  const { machines, save, names } = await scene(t);
  machines.full = true;
  await t.throwsAsync(save('big'), { code: 'E_DISK_FULL' });
  t.is(machines.copies.size, 0);
  t.deepEqual(await names(), []);
});

test('a name that is taken, wrong or unknown is said, and nothing is stopped', async (t) => {
  const { cluster, machines, save, restore } = await scene(t);
  await save('before');
  await t.throwsAsync(save('before'), { code: 'E_USAGE', message: /there is a snapshot before already/ });
  t.is(machines.state, 'running');
  for (const name of ['', '.hidden', '-x', 'a b', 'a/b', '../up', 'é', 'a'.repeat(41), 'a\nb'])
    await t.throwsAsync(save(name), { code: 'E_USAGE', message: /cannot be a snapshot's name/ });
  const unknown = { code: 'E_UNKNOWN_SNAPSHOT', message: 'there is no snapshot "befor"' };
  t.is(
    (await t.throwsAsync<SwarmlabError>(restore('befor'), unknown))?.fix,
    'Did you mean before? Snapshots are: before.',
  );
  await t.throwsAsync(removeSnapshot(cluster, 'befor'), unknown);
  t.is(machines.state, 'running');
});

test('where nothing is up there is nothing to save', async (t) => {
  const { cluster, provider } = await scene(t);
  const options = { force: false, lab: undefined, underWay: [], report() {}, stopped() {} };
  provider.list = async () => new Map(nodes.map((name) => [name, 'missing']));
  await t.throwsAsync(saveSnapshot(cluster, 'x', options), {
    code: 'E_NO_MACHINES',
    message: /no machine is up/,
  });
  provider.list = async () =>
    new Map(nodes.map((name) => [name, name === 'core-02' ? 'stopped' : 'running']));
  await t.throwsAsync(saveSnapshot(cluster, 'x', options), { message: /not up: core-02/ });
});

test('a snapshot of which somebody removed a part says so and is not put back', async (t) => {
  const { cluster, machines, save, restore } = await scene(t);
  await save('before');
  for (const copy of machines.copies.values()) copy.delete('core-02');
  machines.write('now');
  await t.throwsAsync(restore('before'), {
    code: 'E_SNAPSHOT',
    message: /a part of the snapshot before is gone/,
  });
  t.deepEqual([...machines.disks.values()], ['now', 'now', 'now']);
  t.like((await listSnapshots(cluster))[0], { whole: false });
});

test('a snapshot is of the nodes that it was taken of', async (t) => {
  const { cluster, machines, save } = await scene(t);
  await save('before');
  machines.write('now');
  const [first, ...others] = cluster.nodes;
  if (!first) throw new Error('no node');
  const moved = [new ClusterNode({ ...first.plan, address: '172.17.8.77' }), ...others];
  await t.throwsAsync(
    restoreSnapshot({ ...cluster, nodes: moved }, 'before', () => {}),
    { code: 'E_SNAPSHOT', message: /of other nodes: core-01 172\.17\.8\.101/ },
  );
  t.deepEqual([...machines.disks.values()], ['now', 'now', 'now']);
});

test("what is not swarmlab's stays when a snapshot goes", async (t) => {
  const { cluster, workspace, machines, save, names } = await scene(t);
  await save('one');
  await save('two');
  machines.copies.set('push_1795231235_42', new Map());
  await removeSnapshot(cluster, 'one');
  t.deepEqual(await names(), ['two']);
  t.deepEqual(
    [...machines.copies.keys()].map((id) => id.replace(/-[0-9a-f]+$/, '')),
    ['swarmlab-two', 'push_1795231235_42'],
  );
  t.false((await readFile(workspace.snapshotsFile, 'utf8')).includes('"one"'));
});

test('machines that swarmlab did not make are not copied', async (t) => {
  const { cluster } = await scene(t);
  const theirs = {
    ...cluster,
    provider: { ...cluster.provider, snapshots: undefined },
  } as unknown as Cluster;
  for (const work of [
    listSnapshots(theirs),
    removeSnapshot(theirs, 'x'),
    restoreSnapshot(theirs, 'x', () => {}),
  ])
    await t.throwsAsync(work, { code: 'E_SNAPSHOT', message: /machines that it did not make/ });
});
