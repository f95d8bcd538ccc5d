import { Option } from 'commander';
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

  lab
    .command('test')
    .description(
      'for authors: try whether labs keep their promises; removes what they make from the cluster, and ends its swarm for lab 00',
    )
    .argument('[labs...]', 'numbers or names; all when absent')
    .option('--json', 'as JSON')
    .action(async (names, options) =>
      (await import('./commands/lab-test.ts')).labTest(context(), names, options),
    );

  command('grade', 'write a report on every lab: points, time, hints, versions')
    .addOption(
      new Option('--format <format>', 'how to write it')
        .choices(['markdown', 'json', 'csv', 'junit', 'gradescope'])
        .default('markdown'),
    )
    .option(
      '--output <file>',
      'where to write it; - for standard output (default: by the format, as in grade.md)',
    )
    .option('--live', 'first check the labs that were begun and are not passed yet')
    .action(async (options) => (await import('./commands/grade.ts')).grade(context(), options));
}
