import test, { type ExecutionContext } from 'ava';
import type { MachineSnapshots } from '../../../src/provider/provider.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { FakeHost } from './_fake-host.ts';

const ours = '--filter label=swarmlab.cluster=lab --filter label=swarmlab.id=id-1';
const nodes = ['core-01', 'core-02', 'core-03'];
/** The first eight digits of the cluster id's SHA-256. */
const hash = 'eb66c623';
const volumeOf = (node: string) => `swarmlab-lab.${node}.${hash}`;
const imageOf = (node: string, id: string) => `swarmlab/snapshot:${hash}.${node}.${id}`;

/** A host of a whole cluster that copies what it is told to: 1 MiB a volume, 100 bytes beside it. */
async function host(
  t: ExecutionContext,
): Promise<{ snapshots: MachineSnapshots; runner: FakeHost['runner'] }> {
  const fake = new FakeHost().complete();
  fake.runner
    .on(/^docker ps --all --quiet/)
    .on(/^docker volume (create|rm)/)
    .on(/^docker (commit|rm|image rm)/)
    .on(/^docker run .*dst=\/from/s, { stdout: '1048576\n' })
    .on(/^docker container inspect --format '\{\{.Image\}\}'/, { stdout: 'sha256:base\n' })
    .on(/^docker image inspect --format '\{\{.Size\}\}'/, { stdout: '1100\n1000\n' });
  const { snapshots } = fake.provider({ cacheFolder: await temporaryFolder(t) });
  if (!snapshots) throw new Error('no snapshots');
  return { snapshots, runner: fake.runner };
}

test('a snapshot has the volume and the rest of the disk of every machine, as parts of the cluster', async (t) => {
  const { snapshots, runner } = await host(t);
  t.is(await snapshots.save('s1', () => {}), 3 * (1048576 + 100));
  for (const node of nodes) {
    const made = runner.ran.find((line) => line.startsWith('docker volume create') && line.includes(node));
    t.true(made?.includes('--label swarmlab.cluster=lab --label swarmlab.id=id-1'), made);
    t.true(made?.endsWith(`--label swarmlab.snapshot=s1 ${volumeOf(node)}.s1`), made);
    const copied = runner.ran.find((line) => line.includes(`src=${volumeOf(node)},dst=/from,readonly`));
    t.true(copied?.includes(`src=${volumeOf(node)}.s1,dst=/to`), copied);
    t.regex(copied ?? '', /--cap-add SYS_ADMIN/);
    t.true(
      runner.ran.includes(
        // With its own mark, or it would go with the node image and the cache.
        `docker commit --change 'LABEL swarmlab.snapshot=s1 swarmlab.image=snapshot' swarmlab-lab.${node} ${imageOf(node, 's1')}`,
      ),
    );
  }
});

test('where the host has no room the error says so, with the figures and a way out', async (t) => {
  const { snapshots, runner } = await host(t);
  runner.on(/^docker run .*dst=\/from/s, {
    exitCode: 1,
    stderr: 'No space left on device: 900 MiB are needed, 12 MiB are free\n',
  });
  await t.throwsAsync(
    snapshots.save('s1', () => {}),
    {
      code: 'E_DISK_FULL',
      message: /could not copy the disk of core-0\d: .*900 MiB are needed, 12 MiB are free/,
    },
  );
});

test('a restore removes the machines, then fills their volumes anew, then makes them from the images', async (t) => {
  const { snapshots, runner } = await host(t);
  runner.on(/^docker ps --all --quiet .*label=swarmlab.node$/, { stdout: 'm1\nm2\nm3\n' });
  await snapshots.restore('s1', () => {});
  const at = (part: string) => {
    const found = runner.ran.findIndex((line) => line.includes(part));
    t.true(found >= 0, `${part} is not in\n${runner.ran.join('\n')}`);
    return found;
  };
  for (const node of nodes) {
    const order = [
      at('docker rm --force m1 m2 m3'),
      at(`docker volume rm --force ${volumeOf(node)}`),
      at(`src=${volumeOf(node)}.s1,dst=/from,readonly`),
      at(`docker create --name swarmlab-lab.${node}`),
    ];
    t.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
    t.true(runner.ran[order.at(-1) ?? 0]?.endsWith(imageOf(node, 's1')));
  }
  t.false(
    runner.ran.some((line) => line.startsWith('docker start swarmlab-lab.')),
    'they are off',
  );
});

test('copies that outlived a killed run are ended before a disk is touched', async (t) => {
  for (const work of ['save', 'restore'] as const) {
    const { snapshots, runner } = await host(t);
    runner.on(/^docker ps --all --quiet .*label=swarmlab.copy$/, { stdout: 'k1\n' });
    await snapshots[work]('s1', () => {});
    const ended = runner.ran.indexOf('docker rm --force k1');
    t.true(ended >= 0);
    t.true(ended < runner.ran.findIndex((line) => line.includes('dst=/from')));
  }
});

test('a snapshot is whole when every machine has both of its parts', async (t) => {
  const { snapshots, runner } = await host(t);
  const parts = ['s1', 's2', 's3'].flatMap((id) => nodes.map((node) => ({ id, node })));
  const volumes = parts.filter(({ id, node }) => id !== 's2' || node === 'core-01');
  const images = parts.filter(({ id, node }) => id === 's1' || (id === 's3' && node !== 'core-02'));
  runner
    .on(/^docker volume ls/, {
      stdout: volumes.map(({ id, node }) => `${volumeOf(node)}.${id} ${id}\n`).join(''),
    })
    .on(/^docker image ls/, {
      stdout: `${images.map(({ id, node }) => `${imageOf(node, id)}\n`).join('')}<none>:<none>\n`,
    });
  t.deepEqual(
    [...(await snapshots.list())],
    [
      ['s1', { whole: true }],
      ['s2', { whole: false }],
      ['s3', { whole: false }],
    ],
  );
});

test('of a snapshot that goes, the volumes go last: a part of it is found by them', async (t) => {
  const { snapshots, runner } = await host(t);
  const format = "--format '{{.Repository}}:{{.Tag}}'";
  runner
    .on(/^docker volume ls/, { stdout: `${volumeOf('core-01')}.s1 s1\n` })
    .on(/^docker image ls/, { stdout: `${imageOf('core-01', 's1')}\n<none>:<none>\n` });
  await snapshots.remove('s1');
  t.deepEqual(
    runner.ran.filter((line) => !line.includes(' ls ') || line.includes(' image ls ')),
    [
      `docker ps --all --quiet ${ours} --filter label=swarmlab.copy`,
      `docker image ls ${ours} --filter label=swarmlab.snapshot=s1 ${format}`,
      `docker image rm --force ${imageOf('core-01', 's1')}`,
      `docker volume rm --force ${volumeOf('core-01')}.s1`,
    ],
  );
});
