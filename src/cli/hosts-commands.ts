import type { Command } from 'commander';
import { t } from 'ttag';
import type { AddCommand, GetContext } from './add-command.ts';

/** The cluster's names in this computer's hosts file. */
export function addHostsCommands(command: AddCommand, context: GetContext): void {
  const hosts = command('hosts', t`the nodes' names and the labs' hosts in this computer's hosts file`);
  const add = (name: string, description: string): Command => hosts.command(name).description(description);

  add('add', t`write the names into a block of their own; nothing else in the file is changed`)
    .option('--yes', t`without asking`)
    .addHelpText('after', `\n${t`Names that the file has already are left out, and named.`}`)
    .action(async (options) => (await import('./commands/hosts-add.ts')).hostsAdd(context(), options));

  add('remove', t`take the block out again`).action(async () =>
    (await import('./commands/hosts-remove.ts')).hostsRemove(context()),
  );

  add('show', t`show which names are there, and which could be`)
    .option('--json', t`as JSON`)
    .action(async (options) => (await import('./commands/hosts-show.ts')).hostsShow(context(), options));
}
