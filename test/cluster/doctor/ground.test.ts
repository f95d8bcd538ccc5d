import path from 'node:path';
import test from 'ava';
import { judgeArchitecture } from '../../../src/cluster/doctor/architecture.ts';
import { judgeCores } from '../../../src/cluster/doctor/cores.ts';
import { judgeDisks, lookAtDisks } from '../../../src/cluster/doctor/disk.ts';
import { judgeMemory } from '../../../src/cluster/doctor/memory.ts';
import { parseInfo } from '../../../src/provider/docker/doctor/host.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { recorded } from '../../_helpers/recorded.ts';
import { topology } from '../../_helpers/topology.ts';

const { nodes } = topology();
const laptop = { name: 'this computer', arch: 'amd64', cpus: 4, memoryMiB: 8000, takesWhole: true };
const container = { ...laptop, name: 'the Docker host', takesWhole: false };

/** What Docker hosts really said of themselves. */
const [debian, desktop] = ['docker-info-debian.json', 'docker-info-desktop.json'].map((file) =>
  parseInfo({ state: 'answered', stdout: recorded(file), stderr: '' }),
);

test('memory that is there is fine, also where all of the machines run already', (t) => {
  t.is(judgeMemory({ ...laptop, availableMiB: 5000 }, nodes, nodes).outcome, 'ok');
  t.is(judgeMemory({ ...laptop, availableMiB: 200 }, nodes, []).outcome, 'ok');
  t.is(judgeMemory(laptop, nodes, nodes).outcome, 'ok', 'a system that does not say what is free');
});

test('memory that other programs have is a warning, and what is not there at all is fatal for VMs', (t) => {
  const busy = judgeMemory({ ...laptop, availableMiB: 2000 }, nodes, nodes);
  t.like(busy, { outcome: 'warn', needed: '3072 MiB for 3 nodes' });
  t.is(judgeMemory({ ...laptop, availableMiB: 2000 }, nodes, nodes.slice(1, 2)).outcome, 'ok');
  const small = judgeMemory({ ...laptop, memoryMiB: 2900 }, nodes, nodes);
  t.like(small, { outcome: 'fatal', code: 'E_VALIDATE' });
  t.regex('fix' in small ? small.fix : '', /smaller `memory:`.*provider: docker/);
});

test('containers take what they use: too little memory for all of it is a warning', (t) => {
  t.is(judgeMemory({ ...container, memoryMiB: 2900 }, nodes, nodes).outcome, 'warn');
});

test('nodes share cores, but none can have more than there are', (t) => {
  t.is(judgeCores(laptop, nodes).outcome, 'ok');
  t.is(judgeCores({ ...laptop, cpus: 1 }, nodes).outcome, 'warn');
  const greedy = judgeCores(laptop, [{ ...nodes[0], cpus: 8 } as never]);
  t.like(greedy, { outcome: 'warn', seen: 'this computer has 4, and a node wants 8' });
});

test("two processors are served, in Node's words and in Docker's", (t) => {
  for (const arch of ['amd64', 'arm64', debian?.Architecture ?? '', desktop?.Architecture ?? ''])
    t.is(judgeArchitecture({ ...laptop, arch }).outcome, 'ok', arch);
  t.like(judgeArchitecture({ ...laptop, arch: 'riscv64' }), { outcome: 'fatal', code: 'E_VALIDATE' });
  t.is(judgeArchitecture({ ...laptop, arch: '' }).outcome, 'unknown');
});

test('a disk has to hold all that will be put on it', (t) => {
  const disk = (freeMiB: number) =>
    judgeDisks([
      {
        folder: '/home/me',
        freeMiB,
        rooms: [
          { folder: '/home/me/VirtualBox VMs', what: 'the machines', mib: 6144 },
          { folder: '/home/me/.cache/swarmlab', what: 'downloads', mib: 512 },
        ],
      },
    ]);
  t.like(disk(20_000), { outcome: 'ok', needed: '6656 MiB for the machines and downloads' });
  t.is(disk(5000).outcome, 'warn');
  const full = disk(3000);
  t.like(full, { outcome: 'fatal', code: 'E_VALIDATE', seen: '3000 MiB free at /home/me' });
  t.regex('fix' in full ? full.fix : '', /Make room at \/home\/me/);
});

test('folders that are not there yet are looked at where they will be', async (t) => {
  const folder = await temporaryFolder(t);
  const room = (name: string) => ({ folder: path.join(folder, name, 'deep'), what: name, mib: 1 });
  const disks = await lookAtDisks([room('a'), room('b')]);
  t.is(disks.length, 1, 'both are on one disk');
  t.is(disks[0]?.folder, folder);
  t.deepEqual(
    disks[0]?.rooms.map(({ what }) => what),
    ['a', 'b'],
  );
  t.true((disks[0]?.freeMiB ?? 0) > 0);
});
