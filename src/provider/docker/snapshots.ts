import pMap from 'p-map';
import { t } from 'ttag';
import type { Result } from '../../transport/runner.ts';
import type { MachineSnapshots, Report } from '../provider.ts';
import { type DockerCli, type DockerFailure, dockerFailed, outputLines } from './docker-cli.ts';
import type { Ground } from './ground.ts';
import { createMachine } from './machine.ts';
import {
  type ClusterIdentity,
  filterFlags,
  labelFlags,
  labels,
  machineName,
  snapshotImage,
  snapshotVolume,
  volumeName,
} from './names.ts';

/** What snapshots of containers need. */
export interface DockerSnapshotsContext {
  docker: DockerCli;
  identity: ClusterIdentity;
  nodes: readonly { name: string; cpus: number; memory: number }[];
  /** What machines stand on. */
  prepare(report: Report): Promise<Ground>;
}

/**
 * Copies one volume to another that is empty, and prints how many bytes that are. Where the file system shares blocks between
 * copies, no room is needed. The copy is on the disk when it ends: it will be counted on.
 */
const copyScript = `set -e
need=$(du -sk /from | cut -f1)
free=$(df -Pk /to | sed -n '2s/  */ /gp' | cut -d' ' -f4)
if [ "$need" -ge "$free" ]; then
  file=$(find /from -type f -size +0 -print -quit)
  cp --reflink=always "$file" /to/.probe 2>/dev/null || {
    echo "No space left on device: $((need / 1024)) MiB are needed, $((free / 1024)) MiB are free" >&2
    exit 1
  }
  rm -f /to/.probe
fi
cp -a --reflink=auto /from/. /to/
sync -f /to
echo $((need * 1024))`;

/** An overlay's marks are attributes that only SYS_ADMIN of the host's user namespace sees, and cp passes over what it does not see. */
const copyFlags = [
  ...['--rm', '--network', 'none', '--userns', 'host', '--cap-add', 'SYS_ADMIN'],
  ...['--security-opt', 'label=disable'],
];

/**
 * A machine's disk is its volume and what differs in its container from the image that it was made from. A snapshot has a copy of the
 * one and an image of the other, so that host key, machine-id and files of the user's come back as well.
 */
export function dockerSnapshots({
  docker,
  identity,
  nodes,
  prepare,
}: DockerSnapshotsContext): MachineSnapshots {
  const ofCluster = filterFlags(identity);

  const must = async (args: string[], failure: DockerFailure): Promise<string> => {
    const result = await docker.run(args);
    if (result.exitCode === 0) return result.stdout;
    throw dockerFailed(args, result, isFull(result) ? { ...failure, ...hostFull() } : failure);
  };

  /** A copy goes on when its `docker run` was killed. */
  const endCopies = async () => {
    const what = t`could not end the copies of a run that was killed`;
    const filter = [...ofCluster, '--filter', `label=${labels.copy}`];
    const going = outputLines(await must(['ps', '--all', '--quiet', ...filter], { what }));
    if (going.length > 0) await must(['rm', '--force', ...going], { what });
  };

  const copy = async (node: string, from: string, to: string, extra: string[], image: string) => {
    const what = t`could not copy the disk of ${node}`;
    await must(['volume', 'create', ...labelFlags(identity), ...extra, to], { what, node });
    const args = [
      'run',
      ...copyFlags,
      ...labelFlags(identity),
      ...['--label', `${labels.copy}=${node}`],
      ...['--mount', `type=volume,src=${from},dst=/from,readonly`],
      ...['--mount', `type=volume,src=${to},dst=/to`],
      ...[image, 'sh', '-c', copyScript],
    ];
    return Number(await must(args, { what, node }));
  };

  /** Bytes of an image beyond those of the image that the machine was made from. */
  const commit = async (node: string, id: string): Promise<number> => {
    const what = t`could not copy the disk of ${node}`;
    const [container, image] = [machineName(identity.cluster, node), snapshotImage(identity, node, id)];
    // The node image's own mark would have it removed with the cache.
    const mark = `LABEL ${labels.snapshot}=${id} ${labels.image}=snapshot`;
    await must(['commit', '--change', mark, container, image], { what, node });
    const base = await must(['container', 'inspect', '--format', '{{.Image}}', container], { what, node });
    const sizes = await must(['image', 'inspect', '--format', '{{.Size}}', image, base.trim()], {
      what,
      node,
    });
    const [whole = 0, part = 0] = outputLines(sizes).map(Number);
    return whole - part;
  };

  const volumesOf = async (id?: string): Promise<string[]> => {
    const label = id === undefined ? labels.snapshot : `${labels.snapshot}=${id}`;
    const format = `{{.Name}} {{.Label "${labels.snapshot}"}}`;
    const args = ['volume', 'ls', ...ofCluster, '--filter', `label=${label}`, '--format', format];
    return outputLines(await must(args, { what: t`could not list the snapshots` }));
  };

  const imagesOf = async (id?: string): Promise<string[]> => {
    const label = id === undefined ? labels.snapshot : `${labels.snapshot}=${id}`;
    const format = '{{.Repository}}:{{.Tag}}';
    const args = ['image', 'ls', ...ofCluster, '--filter', `label=${label}`, '--format', format];
    const listed = outputLines(await must(args, { what: t`could not list the snapshots` }));
    return listed.filter((name) => !name.includes('<none>'));
  };

  return {
    async save(id, report) {
      const [{ image }] = await Promise.all([prepare(report), endCopies()]);
      const sizes = await pMap(nodes, async ({ name }) => {
        report(t`${name}: copying its disk`);
        const extra = ['--label', `${labels.snapshot}=${id}`];
        const [volume, layer] = await Promise.all([
          copy(name, volumeName(identity, name), snapshotVolume(identity, name, id), extra, image),
          commit(name, id),
        ]);
        return volume + layer;
      });
      return sizes.reduce((sum, bytes) => sum + bytes, 0);
    },

    async restore(id, report) {
      const [{ image, privileges, limits }] = await Promise.all([prepare(report), endCopies()]);
      const what = t`could not remove the machines as they are`;
      const filter = [...ofCluster, '--filter', `label=${labels.node}`];
      const machines = outputLines(await must(['ps', '--all', '--quiet', ...filter], { what }));
      if (machines.length > 0) await must(['rm', '--force', ...machines], { what });
      await pMap(nodes, async (plan) => {
        const { name } = plan;
        report(t`${name}: putting its disk back`);
        const volume = volumeName(identity, name);
        await must(['volume', 'rm', '--force', volume], { what, node: name });
        await copy(name, snapshotVolume(identity, name, id), volume, [], image);
        const machine = { name, image: snapshotImage(identity, name, id), privileges, ...limits(plan) };
        await createMachine(docker, identity, machine);
      });
    },

    async list() {
      const [volumes, images] = await Promise.all([volumesOf(), imagesOf()]);
      const there = new Set([...volumes.map((line) => line.split(' ')[0]), ...images]);
      const whole = (id: string) =>
        nodes.every(
          ({ name }) =>
            there.has(snapshotVolume(identity, name, id)) && there.has(snapshotImage(identity, name, id)),
        );
      const ids = new Set(volumes.map((line) => line.split(' ')[1] ?? ''));
      return new Map([...ids].map((id) => [id, { whole: whole(id) }]));
    },

    /** The volumes go last, for they are what a part of a snapshot is found by. */
    async remove(id) {
      const what = t`could not remove a snapshot`;
      await endCopies();
      const images = await imagesOf(id);
      // A machine that was made from one keeps it, without its name.
      if (images.length > 0) await must(['image', 'rm', '--force', ...images], { what });
      const volumes = (await volumesOf(id)).map((line) => line.split(' ')[0] ?? '');
      if (volumes.length > 0) await must(['volume', 'rm', '--force', ...volumes], { what });
    },
  };
}

const hostFull = () =>
  ({
    code: 'E_DISK_FULL',
    fix: t`Make room on the Docker host: \`docker system df\` shows what takes it, \`swarmlab snapshot rm NAME\` removes a snapshot.`,
  }) as const;

function isFull({ stderr }: Result): boolean {
  return /no space left on device/i.test(stderr);
}
