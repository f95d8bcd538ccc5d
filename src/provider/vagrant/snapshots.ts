import { t } from 'ttag';
import type { MachineSnapshots } from '../provider.ts';
import { parseSnapshots } from './machine-readable.ts';
import type { Vagrant } from './vagrant.ts';

/**
 * Vagrant's own snapshots. One run of Vagrant takes one machine after the other, so each machine has a run of its own. `forget`: what is
 * known of the machines is no longer so.
 */
export function vagrantSnapshots(
  vagrant: Vagrant,
  names: readonly string[],
  forget: () => void,
): MachineSnapshots {
  const each = async (what: (name: string) => string, args: (name: string) => string[]) => {
    const runs = names.map((name) => vagrant.run(what(name), ['snapshot', ...args(name)]));
    const failed = (await Promise.allSettled(runs)).find((run) => run.status === 'rejected');
    if (failed) throw failed.reason;
  };
  const list = async () => {
    const output = await vagrant.run(t`could not list the snapshots`, [
      'snapshot',
      'list',
      '--machine-readable',
    ]);
    return parseSnapshots(output);
  };
  return {
    async save(id, report) {
      report(t`Vagrant takes a snapshot of every machine`);
      await each(
        (name) => t`could not take a snapshot of ${name}`,
        (name) => ['save', '--force', name, id],
      );
      return undefined;
    },
    async restore(id, report) {
      report(t`Vagrant puts every machine back`);
      await each(
        (name) => t`could not put back ${name}`,
        (name) => ['restore', '--no-provision', '--no-start', name, id],
      );
      forget();
    },
    async list() {
      const found = await list();
      const ids = new Set([...found.values()].flatMap((of) => [...of]));
      return new Map(
        [...ids].map((id) => [id, { whole: names.every((name) => found.get(name)?.has(id) ?? false) }]),
      );
    },
    async remove(id) {
      const found = await list();
      const holders = names.filter((name) => found.get(name)?.has(id));
      for (const name of holders)
        await vagrant.run(t`could not remove a snapshot of ${name}`, ['snapshot', 'delete', name, id]);
    },
  };
}
