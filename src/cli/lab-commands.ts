import type { AddCommand, GetContext } from './add-command.ts';

/** The course: what a learner does with its labs. */
export function addLabCommands(command: AddCommand, context: GetContext): void {
  const lab = command('lab', "the course's labs");
  lab
    .command('check')
    .description('check a lab against the live cluster')
    .argument('<lab>', 'number or name, as in 01 or whoami')
    .option('--json', 'as JSON')
    .action(async (name, options) =>
      (await import('./commands/lab-check.ts')).labCheck(context(), name, options),
    );
}
