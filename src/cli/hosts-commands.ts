import type { Command } from 'commander';
import type { AddCommand, GetContext } from './add-command.ts';

/** The cluster's names in this computer's hosts file. */
export function addHostsCommands(command: AddCommand, context: GetContext): void {
  const hosts = command('hosts', "the nodes' names and the labs' hosts in this computer's hosts file");
  const add = (name: string, description: string): Command => hosts.command(name).description(description);

  add('add', 'write the names into a block of their own; nothing else in the file is changed')
    .option('--yes', 'without asking')
    .addHelpText('after', '\nNames that the file has already are left out, and named.')
    .action(async (options) => (await import('./commands/hosts-add.ts')).hostsAdd(context(), options));

  add('remove', 'take the block out again').action(async () =>
    (await import('./commands/hosts-remove.ts')).hostsRemove(context()),
  );

  add('show', 'show which names are there, and which could be')
    .option('--json', 'as JSON')
    .action(async (options) => (await import('./commands/hosts-show.ts')).hostsShow(context(), options));
}
