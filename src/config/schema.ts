import { t } from 'ttag';
import * as z from 'zod';
import { publicBox } from './public-box.ts';

/** A name that is a valid host name label, machine name and file name alike. */
const name = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, {
    error: () => t`use lower-case letters, digits and hyphens, as in core-01`,
  });

const cidr = z.string().describe('an IPv4 network, as in 172.17.8.0/24');
const address = z.string().describe('an IPv4 address inside network.subnet');

const sshHost = z.strictObject({
  host: z.string().min(1).describe('host name or address that SSH dials'),
  port: z.int().min(1).max(65535).default(22),
  user: z.string().min(1).default('root').describe('root, or a user with passwordless sudo'),
  key: z.string().min(1).describe('path of the private key, relative to swarmlab.yaml'),
  hostKey: z
    .string()
    .optional()
    .describe('the known host key, as in "ssh-ed25519 AAAA..."; pinned at first sight when absent'),
});

const node = z.strictObject({
  name,
  role: z.enum(['manager', 'worker']),
  address,
  cpus: z.int().min(1).max(64).default(1),
  memory: z.int().min(512).max(1_048_576).default(1024).describe('MiB'),
  ssh: sshHost.optional().describe('provider ssh only: how to reach this machine'),
});

const network = z.strictObject({
  subnet: cidr.default('172.17.8.0/24').describe('the lab network: every node has an address in it'),
  overlayPool: cidr.default('10.20.0.0/16').describe('where overlay networks get their subnets'),
  bip: z.string().default('192.168.20.1/24').describe("docker0's address on every node"),
  addressPool: cidr
    .default('192.168.32.0/19')
    .describe("where a node's own bridge networks get their subnets"),
});

const engine = z.strictObject({
  source: z
    .enum(['auto', 'docker', 'debian', 'file', 'preinstalled'])
    .default('auto')
    .describe('auto: the official archive where it can be downloaded, else the one from Debian packages'),
  version: z.string().optional().describe('the pinned version of that source when absent'),
  file: z.string().optional().describe('source file: path of a bundle, relative to swarmlab.yaml'),
});

const vagrant = z.strictObject({
  box: z
    .string()
    .min(1)
    .default(publicBox().name)
    .describe('a public box, or one that `vagrant box add` has put on this computer'),
  provider: z
    .enum(['virtualbox', 'libvirt', 'vmware_desktop', 'parallels'])
    .optional()
    .describe("Vagrant's own choice when absent"),
});

const docker = z.strictObject({
  user: z
    .enum(['root', 'swarmlab'])
    .default('root')
    .describe('the SSH user: root, or an ordinary user with sudo'),
});

/** The shape of swarmlab.yaml. Rules that relate values to each other stand in rules.ts. */
export const topologySchema = z.strictObject({
  version: z.literal(1),
  cluster: name.describe('the name of the cluster'),
  provider: z.enum(['vagrant', 'docker', 'ssh']),
  network: network.prefault({}),
  nodes: z.array(node).min(1),
  engine: engine.prefault({}),
  labs: z.array(z.string()).default([]),
  vagrant: vagrant.prefault({}),
  docker: docker.prefault({}),
});

/** A whole, valid topology: what swarmlab.yaml says, defaults filled in. */
export type Topology = z.infer<typeof topologySchema>;

/** One planned node. */
export type NodePlan = Topology['nodes'][number];
