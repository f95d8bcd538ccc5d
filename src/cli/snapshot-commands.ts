import type { Command } from 'commander';
import { t } from 'ttag';
import type { AddCommand, GetContext } from './add-command.ts';

/** Copies of the whole cluster, to come back to. */
export function addSnapshotCommands(command: AddCommand, context: GetContext): void {
  const snapshot = command('snapshot', t`keep the whole cluster as it is, and come back to that in seconds`);
  const add = (name: string, description: string): Command => snapshot.command(name).description(description);

  add('save', t`stop the cluster, copy its machines, and start it again`)
    .argument('<name>', t`letters, digits, - _ and ., as in before-lab-03`)
    .option('--force', t`replace the snapshot that has this name`)
    .action(async (name, options) =>
      (await import('./commands/snapshot-save.ts')).snapshotSave(context(), name, options),
    );

  add('restore', t`put the machines back to what they were; what they are now is lost`)
    .argument('<name>', t`as \`snapshot list\` shows it`)
    .addHelpText('after', `\n${t`What you did in the labs stays done.`}`)
    .action(async (name) =>
      (await import('./commands/snapshot-restore.ts')).snapshotRestore(context(), name),
    );

  add('list', t`show the snapshots: when they were taken, what they take, at which lab`)
    .option('--json', t`as JSON`)
    .action(async (options) =>
      (await import('./commands/snapshot-list.ts')).snapshotList(context(), options),
    );

  add('rm', t`remove a snapshot; the cluster stays as it is`)
    .argument('<name>', t`as \`snapshot list\` shows it`)
    .action(async (name) => (await import('./commands/snapshot-rm.ts')).snapshotRm(context(), name));
}
