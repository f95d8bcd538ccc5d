import { createHash } from 'node:crypto';

/** The NAT network that the machines of all clusters share; they cannot reach each other over it. */
export const natNetwork = 'swarmlab-nat';

/** The labels of everything that is made for a cluster. */
export const labels = {
  cluster: 'swarmlab.cluster',
  id: 'swarmlab.id',
  node: 'swarmlab.node',
  /** The folder of swarmlab.yaml, for messages. */
  folder: 'swarmlab.folder',
  /** Which snapshot a volume or an image is a part of. */
  snapshot: 'swarmlab.snapshot',
  /** On a container that copies a disk. */
  copy: 'swarmlab.copy',
  /** What an image is: `node` for the one that machines are made from. */
  image: 'swarmlab.image',
} as const;

/** Which cluster: its name, what tells it from another one of that name, and the folder of its swarmlab.yaml. */
export interface ClusterIdentity {
  cluster: string;
  clusterId: string;
  folder: string;
}

/** The dot keeps names apart: no cluster and no node has one, so `a-b` + `c` is not `a` + `b-c`. */
export function machineName(cluster: string, node: string): string {
  return `swarmlab-${cluster}.${node}`;
}

/** The container that holds the lab network. The underscore cannot be in a node's name. */
export function fabricName(cluster: string): string {
  return `swarmlab-${cluster}_fabric`;
}

/** Where a machine keeps /var/lib/docker. Part of the name is the cluster's id: the disk of a namesake is never taken over. */
export function volumeName({ cluster, clusterId }: ClusterIdentity, node: string): string {
  return `${machineName(cluster, node)}.${shortId(clusterId)}`;
}

/** Where a snapshot has a machine's /var/lib/docker. */
export function snapshotVolume(identity: ClusterIdentity, node: string, snapshot: string): string {
  return `${volumeName(identity, node)}.${snapshot}`;
}

/** The image that a snapshot has of the rest of a machine's disk. */
export function snapshotImage({ clusterId }: ClusterIdentity, node: string, snapshot: string): string {
  return `swarmlab/snapshot:${shortId(clusterId)}.${node}.${snapshot}`;
}

function shortId(clusterId: string): string {
  return createHash('sha256').update(clusterId).digest('hex').slice(0, 8);
}

/** `--label` flags for something of this cluster. */
export function labelFlags({ cluster, clusterId, folder }: ClusterIdentity): string[] {
  return [
    ...['--label', `${labels.cluster}=${cluster}`],
    ...['--label', `${labels.id}=${clusterId}`],
    ...['--label', `${labels.folder}=${folder}`],
  ];
}

/** `--filter` flags that find what is of this cluster and of no namesake. */
export function filterFlags({ cluster, clusterId }: ClusterIdentity): string[] {
  return ['--filter', `label=${labels.cluster}=${cluster}`, '--filter', `label=${labels.id}=${clusterId}`];
}
