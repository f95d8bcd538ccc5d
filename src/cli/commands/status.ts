import { t } from 'ttag';
import { type ClusterStatus, clusterStatus } from '../../cluster/status.ts';
import type { CommandContext } from '../context.ts';
import { type Io, print } from '../io.ts';
import { palette } from '../palette.ts';
import { plainTable } from '../plain-table.ts';
import { withCluster } from '../with-cluster.ts';

export async function status(context: CommandContext, flags: { json?: boolean }): Promise<void> {
  const { io } = context;
  const seen = await withCluster(context, { name: 'status', changes: false }, clusterStatus);
  if (flags.json) print(io, JSON.stringify(seen, null, 2));
  else show(io, seen);
}

function show(io: Io, { cluster, provider, nodes, mesh }: ClusterStatus): void {
  const paint = palette(io.stdout, io.env);
  const rows = nodes.map((node) => {
    const state = node.status === 'ready' ? paint.green(node.status) : paint.red(stateWord(node.status));
    const role = node.leader ? t`${node.role} (leader)` : node.role;
    return [node.name, role, node.address, state, node.availability ?? '-', node.engine ?? '-'];
  });
  print(io, `${paint.bold(cluster)} (${provider})`);
  print(io, plainTable([t`NODE`, t`ROLE`, t`ADDRESS`, t`STATUS`, t`AVAILABILITY`, t`ENGINE`], rows));
  if (mesh === 'ipvs') print(io, t`routing mesh: ipvs`);
  else if (mesh) print(io, t`routing mesh: nftables (this kernel has no IPVS; swarmlab fills in for it)`);
  const next = nextStep(nodes.map((node) => node.status));
  if (next) print(io, t`next: ${next}`);
}

/** A state for people: swarmlab's own in the language that is spoken, Docker's as Docker has it. */
function stateWord(status: string): string {
  const own: Readonly<Record<string, string>> = {
    missing: t`missing`,
    stopped: t`stopped`,
    unreachable: t`unreachable`,
    'no engine': t`no engine`,
    'no answer': t`no answer`,
    'no swarm': t`no swarm`,
  };
  return own[status] ?? status;
}

function nextStep(states: readonly string[]): string | undefined {
  if (states.every((state) => state === 'ready')) return undefined;
  if (states.every((state) => state === 'stopped')) return 'swarmlab start';
  if (states.includes('no quorum'))
    return 'start the other managers, or go on with one (lab 09): docker swarm init --force-new-cluster';
  if (states.every((state) => state === 'no swarm'))
    return t`form the swarm by hand (lab 00), or: swarmlab up`;
  return 'swarmlab up';
}
