import type { Command, CommanderError } from 'commander';
import { printable } from '../config/show.ts';
import { SwarmlabError } from '../errors/index.ts';

/** What commander has to say of a wrong command line, as an error like all others: one sentence, one fix. */
export function usageError(
  { message }: CommanderError,
  program: Command,
  argv: readonly string[],
): SwarmlabError {
  const [sentence = '', ...more] = message.replace(/^error: /, '').split('\n');
  const near = /^\(Did you mean (.*)\?\)$/.exec(more.join(' '))?.[1];
  const [said = '', choices] = sentence.split('. Allowed choices are ');
  const way = `\`${commandIn(program, argv)} --help\` shows what can be said.`;
  const what = said
    .replace(/^command-argument value (.*) is invalid for argument (.*)$/, 'argument $2 cannot be $1')
    .replace(/^option '(.*)' argument (.*) is invalid$/, "option '$1' cannot be $2")
    .replace('. Expected', ': expected')
    .replace(/\.$/, '');
  return new SwarmlabError('E_USAGE', printable(what), {
    fix: near ? `Did you mean ${near}? ${way}` : choices ? `It is one of ${choices} ${way}` : way,
  });
}

/** The command whose line it is, as far as the words name one: `swarmlab lab check`. */
function commandIn(program: Command, argv: readonly string[]): string {
  const names = [program.name()];
  let command = program;
  for (const word of argv) {
    const next = command.commands.find((it) => it.name() === word);
    if (!next) continue;
    names.push(word);
    command = next;
  }
  return names.join(' ');
}
