import path from 'node:path';
import type { ArgumentHandler, RootCommand } from '@bomb.sh/tab';
import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { workspaceAt } from '../../cluster/workspace.ts';
import { loadTopology } from '../../config/load.ts';
import { labIds } from '../../course/lab-folders.ts';
import type { CommandContext } from '../context.ts';
import { print } from '../io.ts';
import { bashCompletion } from '../shell/bash-completion.ts';
import { type Shell, shells } from '../shell/shell-lines.ts';

/** Prints the script that a shell loads; it asks `complete` at every Tab. */
export async function completion(context: CommandContext, program: Command, shell: Shell): Promise<void> {
  if (shell === 'bash') print(context.io, bashCompletion);
  else described(program).setup('swarmlab', 'swarmlab', shell);
}

/** Prints what may stand in place of the last word: commands, options, and names of nodes and labs. */
export async function complete(
  context: CommandContext,
  program: Command,
  words: readonly string[],
): Promise<void> {
  const root = described(program);
  const nodes = await nodeNames(context, words);
  const labs = await labIds();
  suggest(root, 'ssh', 'node', nodes);
  suggest(root, 'shell', 'node', nodes);
  suggest(root, 'logs', 'node', nodes);
  suggest(root, 'stop', 'node', nodes);
  suggest(root, 'start', 'node', nodes);
  suggest(
    root,
    'forward',
    '[node:]port',
    nodes.map((name) => `${name}:`),
  );
  const names = labs.map((id) => id.replace(/^\d+-/, ''));
  for (const command of ['start', 'text', 'watch', 'check', 'hint', 'solve', 'reset'])
    suggest(root, `lab ${command}`, 'lab', names);
  suggest(root, 'completion', 'shell', shells);
  root.parse([...words]);
}

/** The program as the library sees it; the library adds a `completion` of its own, so ours is left out. */
function described(program: Command): RootCommand {
  return tab(program, { completionCommandName: 'completion' });
}

function suggest(root: RootCommand, command: string, argument: string, values: readonly string[]): void {
  const found = root.commands.get(command)?.arguments.get(argument);
  if (!found) throw new Error(`there is no argument ${argument} of ${command} to complete`);
  const handler: ArgumentHandler = (add) => {
    for (const value of values) add(value, '');
  };
  found.handler = handler;
}

/** Nodes of the swarmlab.yaml that the words speak of. Without a readable one there is nothing to suggest, and no error. */
async function nodeNames({ io, folder }: CommandContext, words: readonly string[]): Promise<string[]> {
  const at = words.findIndex((word) => word === '-C' || word === '--directory');
  const { configFile } = workspaceAt(
    path.resolve(io.cwd(), words[at + 1] && at >= 0 ? (words[at + 1] as string) : folder),
  );
  const loaded = await loadTopology(configFile).catch(() => undefined);
  return loaded?.topology.nodes.map((node) => node.name) ?? [];
}
