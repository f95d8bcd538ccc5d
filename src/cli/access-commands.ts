import { Argument, type Command, Option } from 'commander';
import type { AddCommand, GetContext } from './add-command.ts';
import { shells } from './shell/shell-lines.ts';

/** The ways from this computer to the nodes and what runs on them. */
export function addAccessCommands(command: AddCommand, context: GetContext): void {
  command('ssh', 'open a shell on a node, or run a command there')
    .argument('<node>', 'name of the node, as in core-01')
    .argument('[command...]', 'what to run; its input, output and exit code pass through')
    .passThroughOptions()
    .addHelpText('after', '\nFor a program that needs a terminal: swarmlab ssh core-01 -t top')
    .action(async (node, words) => (await import('./commands/ssh.ts')).ssh(context(), node, words));

  command('shell', 'open a shell on a manager, to do a lab in')
    .argument('[node]', 'another node, as in core-02')
    .action(async (node) => (await import('./commands/shell.ts')).shell(context(), node));

  command('logs', "show a node's engine log")
    .argument('<node>', 'name of the node')
    .option('-f, --follow', 'go on as it grows, until Ctrl-C')
    .option('-n, --tail <lines>', 'number of lines', '100')
    .action(async (node, options) => (await import('./commands/logs.ts')).logs(context(), node, options));

  command('forward', "make a node's port reachable on 127.0.0.1, until Ctrl-C")
    .argument('<[node:]port>', 'a port, as in 8080 or core-02:8080; without a node, a manager')
    .option('--local <port>', 'the port here; when absent the same, or a free one where that is in use')
    .addHelpText('after', '\nCtrl-C is its normal end: the exit code is 0.')
    .action(async (target, options) =>
      (await import('./commands/forward.ts')).forward(context(), target, options),
    );

  command(
    'open',
    "make a service's published ports reachable on 127.0.0.1 and open the browser, until Ctrl-C",
  )
    .argument('<service>', 'name of the service, as `docker service ls` shows it')
    .option('--no-browser', 'print the address only')
    .addHelpText('after', '\nCtrl-C is its normal end: the exit code is 0.')
    .action(async (service, options) =>
      (await import('./commands/open.ts')).open(context(), service, options),
    );

  command('env', 'point a shell\'s docker, ssh and scp at the cluster: eval "$(swarmlab env)"')
    .addOption(new Option('--shell <shell>', 'whose language; when absent that of $SHELL').choices(shells))
    .option('--unset', 'point them back to where they were')
    .action(async (options) => (await import('./commands/env.ts')).env(context(), options));

  command('schema', 'print the JSON schema of swarmlab.yaml, for editors').action(async () =>
    (await import('./commands/schema.ts')).schema(context()),
  );
}

/** Completion, for users to load and for their shells to ask. `describe` gives the program that is to be completed. */
export function addCompletionCommands(
  command: AddCommand,
  context: GetContext,
  describe: () => Command,
): void {
  command('completion', 'print the completion script of a shell')
    .addArgument(new Argument('<shell>').choices(shells))
    .addHelpText('after', `\n${howToLoad}`)
    .action(async (shell) =>
      (await import('./commands/completion.ts')).completion(context(), describe(), shell),
    );

  command('complete', 'what may stand next: asked by the completion scripts', { hidden: true })
    .argument('[words...]')
    .action(async (words) =>
      (await import('./commands/completion.ts')).complete(context(), describe(), words),
    );
}

const howToLoad = `To load it in every new shell:
  bash  echo 'eval "$(swarmlab completion bash)"' >> ~/.bashrc
  zsh   echo 'source <(swarmlab completion zsh)' >> ~/.zshrc  (after compinit)
  fish  swarmlab completion fish > ~/.config/fish/completions/swarmlab.fish`;
