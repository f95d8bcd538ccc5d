import { Command, Option } from 'commander';
import type { CommandContext } from './context.ts';
import { version } from './version.ts';

/** What the program is built with. */
export type ProgramContext = Pick<CommandContext, 'io' | 'signal' | 'exitWith'>;

/**
 * The command line: names, arguments and help. What a command does is loaded when it runs, so that `--help` stays quick.
 */
export function buildProgram(outer: ProgramContext): Command {
  const { io } = outer;
  const program = new Command('swarmlab')
    .description('A real three-node Docker Swarm on one laptop, and a course on it that checks itself.')
    .version(version())
    .option('-C, --directory <folder>', 'work as if started in this folder', '.')
    .showHelpAfterError('(`swarmlab --help` lists the commands)')
    .showSuggestionAfterError()
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    });

  /** The context of one command; the folder is known only after parsing. */
  const context = (): CommandContext => ({
    ...outer,
    folder: program.opts<{ directory: string }>().directory,
  });
  const command = (nameAndArguments: string, description: string) =>
    program.command(nameAndArguments).description(description).exitOverride();

  command(
    'up',
    'make the machines, push Docker Engine onto each, form the swarm; again: do only what is missing',
  )
    .option('--no-swarm', 'stop with engines that are in no swarm (lab 00 starts there)')
    .option('--dry-run', 'say what would be done')
    .addOption(new Option('--until <phase>', 'stop after this phase').hideHelp())
    .action(async (options) => (await import('./commands/up.ts')).up(context(), options));

  command('status', 'show the nodes, their roles and whether they are Ready')
    .option('--json', 'as JSON')
    .action(async (options) => (await import('./commands/status.ts')).status(context(), options));

  command('stop', 'stop the machines; their disks stay').action(async () =>
    (await import('./commands/stop.ts')).stop(context()),
  );

  command('start', 'start stopped machines and wait until the swarm is Ready again').action(async () =>
    (await import('./commands/start.ts')).start(context()),
  );

  command('down', 'remove the machines, their keys and the downloads')
    .option(
      '--keep-cache',
      'keep downloads and the node image, so that the next `up` is quick and works offline',
    )
    .action(async (options) => (await import('./commands/down.ts')).down(context(), options));

  command('ssh', 'open a shell on a node, or run a command there')
    .argument('<node>', 'name of the node, as in core-01')
    .argument('[command...]', 'what to run; its input, output and exit code pass through')
    .passThroughOptions()
    .action(async (node, words) => (await import('./commands/ssh.ts')).ssh(context(), node, words));

  command('logs', "show a node's engine log")
    .argument('<node>', 'name of the node')
    .option('-f, --follow', 'go on as it grows, until Ctrl-C')
    .option('-n, --tail <lines>', 'number of lines', '100')
    .action(async (node, options) => (await import('./commands/logs.ts')).logs(context(), node, options));

  command(
    'docker-host',
    'start a Docker Engine on this computer, for the docker provider, or end the one so started',
  )
    .argument('<start|stop>')
    .action(async (word) => (await import('./commands/docker-host.ts')).dockerHost(context(), word));

  const lab = command('lab', "the course's labs");
  lab
    .command('check')
    .description('check a lab against the live cluster')
    .argument('<lab>', 'number or name, as in 01 or whoami')
    .option('--json', 'as JSON')
    .exitOverride()
    .action(async (name, options) =>
      (await import('./commands/lab-check.ts')).labCheck(context(), name, options),
    );

  return program;
}
