import { Command, Option } from 'commander';
import { t } from 'ttag';
import { languages } from '../language/languages.ts';
import { addAccessCommands, addCompletionCommands } from './access-commands.ts';
import type { AddCommand, GetContext } from './add-command.ts';
import { addBundleCommands } from './bundle-commands.ts';
import type { CommandContext } from './context.ts';
import { helpWords } from './help-words.ts';
import { addHostsCommands } from './hosts-commands.ts';
import { addInitCommand } from './init/init-command.ts';
import { addLabCommands } from './lab-commands.ts';
import { addSnapshotCommands } from './snapshot-commands.ts';
import { version } from './version.ts';

/** What the program is built with. */
export type ProgramContext = Pick<CommandContext, 'io' | 'language' | 'signal' | 'exitWith'>;

/** The whole command line. */
export function buildProgram(outer: ProgramContext): Command {
  return build(outer, 'all');
}

/** Names, arguments and help. What a command does is loaded when it runs, so that `--help` stays quick. */
function build(outer: ProgramContext, extent: 'all' | 'without completion'): Command {
  const { io } = outer;
  const program = new Command('swarmlab')
    .description(t`A real three-node Docker Swarm on one laptop, and a course on it that checks itself.`)
    .version(version(), '-V, --version', t`output the version number`)
    .helpOption('-h, --help', t`display help for command`)
    .helpCommand('help [command]', t`display help for command`)
    .configureHelp(helpWords())
    .option('-C, --directory <folder>', t`work as if started in this folder`, '.')
    .addOption(languageOption(t`the language; when absent, that of your locale`))
    .showSuggestionAfterError()
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // What is wrong is said by whoever catches it, as all errors are.
      outputError: () => {},
    });

  const context: GetContext = () => ({ ...outer, folder: program.opts<{ directory: string }>().directory });
  const command: AddCommand = (name, description, how) =>
    program.command(name, how ?? {}).description(description);

  addInitCommand(command, context);

  command('doctor', t`say what will go wrong here, before anything is made, and how to mend it`)
    .option('--json', t`as JSON`)
    .action(async (options) => (await import('./commands/doctor.ts')).doctor(context(), options));

  command(
    'up',
    t`make the machines, push Docker Engine onto each, form the swarm; again: do only what is missing`,
  )
    .option('--no-swarm', t`stop with engines that are in no swarm (lab 00 starts there)`)
    .option(
      '--bundle <kit>',
      t`use an offline kit and nothing else: its folder, or http://... in the room; kept for later commands`,
    )
    .option('--no-bundle', t`use no kit from now on`)
    .option('--dry-run', t`say what would be done`)
    .addOption(new Option('--until <phase>', t`stop after this phase`).hideHelp())
    .action(async (options) => (await import('./commands/up.ts')).up(context(), options));

  command('status', t`show the nodes, their roles and whether they are Ready`)
    .option('--json', t`as JSON`)
    .action(async (options) => (await import('./commands/status.ts')).status(context(), options));

  command('stop', t`stop the machines, or the named ones alone; their disks stay`)
    .argument('[node...]', t`names, as in core-02; when absent all`)
    .action(async (nodes) => (await import('./commands/stop.ts')).stop(context(), nodes));

  command('start', t`start stopped machines and wait until they are Ready in the swarm again`)
    .argument('[node...]', t`names, as in core-02; when absent all`)
    .action(async (nodes) => (await import('./commands/start.ts')).start(context(), nodes));

  command('down', t`remove the machines, their keys and the downloads`)
    .option(
      '--keep-cache',
      t`keep downloads and the node image, so that the next \`up\` is quick and works offline`,
    )
    .action(async (options) => (await import('./commands/down.ts')).down(context(), options));

  command(
    'docker-host',
    t`start a Docker Engine on this computer, for the docker provider, or end the one so started`,
  )
    .argument('<start|stop>')
    .action(async (word) => (await import('./commands/docker-host.ts')).dockerHost(context(), word));

  command(
    'support',
    t`write one archive with logs, facts and versions, secrets removed, for whoever helps you`,
  )
    .option('--output <file>', t`where to; when absent, a file named after the time`)
    .option('--with-name', t`keep your name and e-mail address in it`)
    .action(async (options) => (await import('./commands/support.ts')).support(context(), options));

  addSnapshotCommands(command, context);
  addLabCommands(command, context);
  addBundleCommands(command, context);
  addAccessCommands(command, context);
  addHostsCommands(command, context);
  // Completion reads the program without itself.
  if (extent === 'all') addCompletionCommands(command, context, () => build(outer, 'without completion'));
  takeEverywhere(program.commands, program);
  return program;
}

/** `-C` and `--lang` may stand behind the command as well, as make has it. */
function takeEverywhere(commands: readonly Command[], program: Command): void {
  for (const command of commands) {
    command
      .addOption(new Option('-C, --directory <folder>').hideHelp())
      .on('option:directory', (folder: string) => program.setOptionValue('directory', folder))
      .addOption(languageOption().hideHelp());
    takeEverywhere(command.commands, program);
  }
}

/** What it says is found before the line is parsed; here it is checked, and shown in the help. */
function languageOption(description?: string): Option {
  return new Option('--lang <language>', description).choices(languages);
}
