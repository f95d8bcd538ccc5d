import { t } from 'ttag';
import { dryRun } from '../../cluster/dry-run.ts';
import { upPhases } from '../../cluster/phases/index.ts';
import type { UpOptions } from '../../cluster/up.ts';
import { SwarmlabError } from '../../errors/index.ts';
import { bringUp } from '../bring-up.ts';
import type { CommandContext } from '../context.ts';
import { seconds } from '../duration.ts';
import { note, print } from '../io.ts';
import { kitMeant } from '../kit-meant.ts';
import { withCluster } from '../with-cluster.ts';

interface Flags {
  swarm: boolean;
  dryRun?: boolean;
  until?: string;
  /** The offline kit; false: none from now on. */
  bundle?: string | false;
}

export async function up(context: CommandContext, flags: Flags): Promise<void> {
  const { io } = context;
  const options: UpOptions = { noSwarm: !flags.swarm, ...(flags.until ? { until: flags.until } : {}) };
  requirePhase(options);
  const bundle = flags.bundle === false ? 'none' : flags.bundle && kitMeant(context, flags.bundle);
  if (flags.dryRun) {
    await withCluster(context, { name: 'up --dry-run', changes: false, bundle }, async (cluster) => {
      for await (const line of dryRun(cluster, options)) print(io, line);
    });
    return;
  }
  await withCluster(context, { name: 'up', changes: true, bundle }, async (cluster) => {
    const { topology, nodes, now, kit, state } = cluster;
    const started = now();
    if (bundle) await state.use(kit && { from: kit.from, id: await kit.id() });
    if (kit) note(io, t`${topology.cluster}: from the kit ${kit.from}, and from nowhere else`);
    await bringUp(io, cluster, options);
    const time = seconds(now() - started);
    print(io, t`${topology.cluster}: ${nodes.length} nodes are up (${time}). Next: swarmlab status`);
  });
}

function requirePhase({ until }: UpOptions): void {
  if (until === undefined || upPhases.some((phase) => phase.id === until)) return;
  const all = upPhases.map((phase) => phase.id).join(', ');
  throw new SwarmlabError('E_USAGE', t`there is no phase "${until}"`, {
    fix: t`Phases are: ${all}.`,
  });
}
