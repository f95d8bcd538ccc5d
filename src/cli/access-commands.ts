import { Argument, type Command, Option } from 'commander';
import { t } from 'ttag';
import type { AddCommand, GetContext } from './add-command.ts';
import { shells } from './shell/shell-lines.ts';

/** The ways from this computer to the nodes and what runs on them. */
export function addAccessCommands(command: AddCommand, context: GetContext): void {
  command('ssh', t`open a shell on a node, or run a command there`)
    .argument('<node>', t`name of the node, as in core-01`)
    .argument('[command...]', t`what to run; its input, output and exit code pass through`)
    .passThroughOptions()
    .addHelpText('after', `\n${t`For a program that needs a terminal: swarmlab ssh core-01 -t top`}`)
    .action(async (node, words) => (await import('./commands/ssh.ts')).ssh(context(), node, words));

  command('shell', t`open a shell on a manager, to do a lab in`)
    .argument('[node]', t`another node, as in core-02`)
    .action(async (node) => (await import('./commands/shell.ts')).shell(context(), node));

  command('logs', t`show a node's engine log`)
    .argument('<node>', t`name of the node`)
    .option('-f, --follow', t`go on as it grows, until Ctrl-C`)
    .option('-n, --tail <lines>', t`number of lines`, '100')
    .action(async (node, options) => (await import('./commands/logs.ts')).logs(context(), node, options));

  command('forward', t`make a node's port reachable on 127.0.0.1, until Ctrl-C`)
    .argument('<[node:]port>', t`a port, as in 8080 or core-02:8080; without a node, a manager`)
    .option('--local <port>', t`the port here; when absent the same, or a free one where that is in use`)
    .addHelpText('after', `\n${t`Ctrl-C is its normal end: the exit code is 0.`}`)
    .action(async (target, options) =>
      (await import('./commands/forward.ts')).forward(context(), target, options),
    );

  command(
    'open',
    t`make a service's published ports reachable on 127.0.0.1 and open the browser, until Ctrl-C`,
  )
    .argument('<service>', t`name of the service, as \`docker service ls\` shows it`)
    .option('--no-browser', t`print the address only`)
    .addHelpText('after', `\n${t`Ctrl-C is its normal end: the exit code is 0.`}`)
    .action(async (service, options) =>
      (await import('./commands/open.ts')).open(context(), service, options),
    );

  command('env', t`point a shell's docker, ssh and scp at the cluster: eval "$(swarmlab env)"`)
    .addOption(new Option('--shell <shell>', t`whose language; when absent that of $SHELL`).choices(shells))
    .option('--unset', t`point them back to where they were`)
    .action(async (options) => (await import('./commands/env.ts')).env(context(), options));

  command('schema', t`print the JSON schema of swarmlab.yaml, for editors`).action(async () =>
    (await import('./commands/schema.ts')).schema(context()),
  );
}

/** Completion, for users to load and for their shells to ask. `describe` gives the program that is to be completed. */
export function addCompletionCommands(
  command: AddCommand,
  context: GetContext,
  describe: () => Command,
): void {
  command('completion', t`print the completion script of a shell`)
    .addArgument(new Argument('<shell>').choices(shells))
    .addHelpText('after', `\n${howToLoad()}`)
    .action(async (shell) =>
      (await import('./commands/completion.ts')).completion(context(), describe(), shell),
    );

  command('complete', t`what may stand next: asked by the completion scripts`, { hidden: true })
    .argument('[words...]')
    .action(async (words) =>
      (await import('./commands/completion.ts')).complete(context(), describe(), words),
    );
}

function howToLoad(): string {
  return `${t`To load it in every new shell:`}
  bash  echo 'eval "$(swarmlab completion bash)"' >> ~/.bashrc
  zsh   echo 'source <(swarmlab completion zsh)' >> ~/.zshrc  (${t`after compinit`})
  fish  swarmlab completion fish > ~/.config/fish/completions/swarmlab.fish`;
}
