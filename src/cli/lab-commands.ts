import { type Command, Option } from 'commander';
import { t } from 'ttag';
import { printable } from '../config/show.ts';
import { SwarmlabError } from '../errors/index.ts';
import type { AddCommand, GetContext } from './add-command.ts';

/** The course: what a learner does with its labs. */
export function addLabCommands(command: AddCommand, context: GetContext): void {
  const lab = command('lab', t`the course's labs: which there are, how far you are, what comes next`)
    .addHelpText('after', `\n${t`A lab is named by its number or its name: 01, whoami, 01-whoami.`}`)
    .allowExcessArguments()
    .action(async () => {
      const [word] = lab.args;
      const commands = lab.commands.map((it) => it.name());
      if (word !== undefined) throw await noCommand(word, commands);
      await (await import('./commands/lab-list.ts')).labList(context(), {});
    });
  const add = (name: string, description: string): Command => lab.command(name).description(description);

  add('list', t`show the labs and your progress`)
    .option('--json', t`as JSON`)
    .action(async (options) => (await import('./commands/lab-list.ts')).labList(context(), options));

  add('start', t`prepare a lab on the cluster and print its text; without a name, the next one`)
    .argument('[lab]', t`number or name, as in 01 or whoami`)
    .option('--as <name>', t`who learns, as in "Ada Lovelace <ada@example.org>"`)
    .option('--yes', t`without asking, also where something that runs in a swarm is lost`)
    .addHelpText('after', `\n${t`What earlier labs must have left is made where it is not there.`}`)
    .action(async (name, options) =>
      (await import('./commands/lab-start.ts')).labStart(context(), name, options),
    );

  add('text', t`print a lab's text`)
    .argument('[lab]', t`when absent, the lab started last`)
    .action(async (name) => (await import('./commands/lab-text.ts')).labText(context(), name));

  add('watch', t`see the checks of a lab turn green while you work; keys: h, s, r, n, q`)
    .argument('[lab]', t`when absent, the lab started last`)
    .addHelpText(
      'after',
      `\n${t`Ctrl-C and q are its normal end: the exit code is 0. Without a terminal: a line a change.`}`,
    )
    .action(async (name) => (await import('./commands/lab-watch.ts')).labWatch(context(), name));

  add('check', t`check a lab against the live cluster`)
    .argument('[lab]', t`number or name, as in 01 or whoami; when absent, the lab started last`)
    .option('--json', t`as JSON`)
    .action(async (name, options) =>
      (await import('./commands/lab-check.ts')).labCheck(context(), name, options),
    );

  add('hint', t`give a hint for the first check that fails; again: say more`)
    .argument('[lab]', t`when absent, the lab started last`)
    .argument('[check]', t`a check of it, as \`lab check\` names them`)
    .action(async (name, check) =>
      (await import('./commands/lab-hint.ts')).labHint(context(), [name, check]),
    );

  add('solve', t`show a lab's solution, or run it; either is recorded`)
    .argument('[lab]', t`when absent, the lab started last`)
    .option('--run', t`run it on the cluster, then check`)
    .action(async (name, options) =>
      (await import('./commands/lab-solve.ts')).labSolve(context(), name, options),
    );

  add('reset', t`remove from the cluster what was made in a lab, and nothing else`)
    .argument('[lab]', t`when absent, the lab started last`)
    .action(async (name) => (await import('./commands/lab-reset.ts')).labReset(context(), name));

  add(
    'test',
    t`for authors: try whether labs keep their promises; removes what they make from the cluster, and ends its swarm for lab 00`,
  )
    .argument('[labs...]', t`numbers or names; all when absent`)
    .option('--folder <folder>', t`where other labs than those of the course and those of ./labs are`)
    .option('--json', t`as JSON`)
    .action(async (names, options) =>
      (await import('./commands/lab-test.ts')).labTest(context(), names, options),
    );

  add('new', t`for authors: begin a lab of your own, one that works`)
    .argument('<name>', t`as in blue-green`)
    .option('--folder <folder>', t`where to; when absent, labs/ beside swarmlab.yaml`)
    .action(async (name, options) =>
      (await import('./commands/lab-new.ts')).labNew(context(), name, options),
    );

  command('grade', t`write a report on every lab: points, time, hints, versions`)
    .addOption(
      new Option('--format <format>', t`how to write it`)
        .choices(['markdown', 'json', 'csv', 'junit', 'gradescope'])
        .default('markdown'),
    )
    .option(
      '--output <file>',
      t`where to write it; - for standard output (default: by the format, as in grade.md)`,
    )
    .option('--live', t`first check the labs that were begun and are not passed yet`)
    .action(async (options) => (await import('./commands/grade.ts')).grade(context(), options));
}

async function noCommand(word: string, commands: readonly string[]): Promise<SwarmlabError> {
  const { nearest } = await import('../config/nearest.ts');
  const near = nearest(word, commands);
  const said = printable(word);
  const way = t`\`swarmlab lab --help\` shows what can be said.`;
  return new SwarmlabError('E_USAGE', t`unknown command '${said}'`, {
    fix: near ? t`Did you mean ${near}? ${way}` : way,
  });
}
