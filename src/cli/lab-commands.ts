import { type Command, Option } from 'commander';
import { printable } from '../config/show.ts';
import { SwarmlabError } from '../errors/index.ts';
import type { AddCommand, GetContext } from './add-command.ts';

/** The course: what a learner does with its labs. */
export function addLabCommands(command: AddCommand, context: GetContext): void {
  const lab = command('lab', "the course's labs: which there are, how far you are, what comes next")
    .addHelpText('after', `\n${names}`)
    .allowExcessArguments()
    .action(async () => {
      const [word] = lab.args;
      const commands = lab.commands.map((it) => it.name());
      if (word !== undefined) throw await noCommand(word, commands);
      await (await import('./commands/lab-list.ts')).labList(context(), {});
    });
  const add = (name: string, description: string): Command => lab.command(name).description(description);

  add('list', 'show the labs and your progress')
    .option('--json', 'as JSON')
    .action(async (options) => (await import('./commands/lab-list.ts')).labList(context(), options));

  add('start', 'prepare a lab on the cluster and print its text; without a name, the next one')
    .argument('[lab]', 'number or name, as in 01 or whoami')
    .option('--as <name>', 'who learns, as in "Ada Lovelace <ada@example.org>"')
    .option('--yes', 'without asking, also where something that runs in a swarm is lost')
    .addHelpText('after', '\nWhat earlier labs must have left is made where it is not there.')
    .action(async (name, options) =>
      (await import('./commands/lab-start.ts')).labStart(context(), name, options),
    );

  add('text', "print a lab's text")
    .argument('[lab]', 'when absent, the lab started last')
    .action(async (name) => (await import('./commands/lab-text.ts')).labText(context(), name));

  add('watch', 'see the checks of a lab turn green while you work; keys: h, s, r, n, q')
    .argument('[lab]', 'when absent, the lab started last')
    .addHelpText(
      'after',
      '\nCtrl-C and q are its normal end: the exit code is 0. Without a terminal: a line a change.',
    )
    .action(async (name) => (await import('./commands/lab-watch.ts')).labWatch(context(), name));

  add('check', 'check a lab against the live cluster')
    .argument('[lab]', 'number or name, as in 01 or whoami; when absent, the lab started last')
    .option('--json', 'as JSON')
    .action(async (name, options) =>
      (await import('./commands/lab-check.ts')).labCheck(context(), name, options),
    );

  add('hint', 'give a hint for the first check that fails; again: say more')
    .argument('[lab]', 'when absent, the lab started last')
    .argument('[check]', 'a check of it, as `lab check` names them')
    .action(async (name, check) =>
      (await import('./commands/lab-hint.ts')).labHint(context(), [name, check]),
    );

  add('solve', "show a lab's solution, or run it; either is recorded")
    .argument('[lab]', 'when absent, the lab started last')
    .option('--run', 'run it on the cluster, then check')
    .action(async (name, options) =>
      (await import('./commands/lab-solve.ts')).labSolve(context(), name, options),
    );

  add('reset', 'remove from the cluster what was made in a lab, and nothing else')
    .argument('[lab]', 'when absent, the lab started last')
    .action(async (name) => (await import('./commands/lab-reset.ts')).labReset(context(), name));

  add(
    'test',
    'for authors: try whether labs keep their promises; removes what they make from the cluster, and ends its swarm for lab 00',
  )
    .argument('[labs...]', 'numbers or names; all when absent')
    .option('--folder <folder>', 'where other labs than those of the course and those of ./labs are')
    .option('--json', 'as JSON')
    .action(async (names, options) =>
      (await import('./commands/lab-test.ts')).labTest(context(), names, options),
    );

  add('new', 'for authors: begin a lab of your own, one that works')
    .argument('<name>', 'as in blue-green')
    .option('--folder <folder>', 'where to; when absent, labs/ beside swarmlab.yaml')
    .action(async (name, options) =>
      (await import('./commands/lab-new.ts')).labNew(context(), name, options),
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

async function noCommand(word: string, commands: readonly string[]): Promise<SwarmlabError> {
  const { nearest } = await import('../config/nearest.ts');
  const near = nearest(word, commands);
  return new SwarmlabError('E_USAGE', `unknown command '${printable(word)}'`, {
    fix: `${near ? `Did you mean ${near}? ` : ''}\`swarmlab lab --help\` shows what can be said.`,
  });
}

const names = 'A lab is named by its number or its name: 01, whoami, 01-whoami.';
