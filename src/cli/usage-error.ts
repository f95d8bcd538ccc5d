import type { Command, CommanderError } from 'commander';
import { msgid, ngettext, t } from 'ttag';
import { printable } from '../config/show.ts';
import { SwarmlabError } from '../errors/index.ts';

/** What commander has to say of a wrong command line, as an error like all others: one sentence, one fix. */
export function usageError(
  { message }: CommanderError,
  program: Command,
  argv: readonly string[],
): SwarmlabError {
  const command = commandIn(program, argv);
  const [sentence = '', ...more] = message.replace(/^error: /, '').split('\n');
  const near = /^\(Did you mean (.*)\?\)$/.exec(more.join(' '))?.[1];
  const [said = '', choices] = sentence.split('. Allowed choices are ');
  const way = t`\`${command} --help\` shows what can be said.`;
  const what = said
    .replace(/^command-argument value (.*) is invalid for argument (.*)$/, 'argument $2 cannot be $1')
    .replace(/^option '(.*)' argument (.*) is invalid$/, "option '$1' cannot be $2")
    .replace('. Expected', ': expected')
    .replace(/\.$/, '');
  return new SwarmlabError('E_USAGE', printable(inOwnWords(what)), {
    fix: near ? t`Did you mean ${near}? ${way}` : choices ? t`It is one of ${choices} ${way}` : way,
  });
}

/** What commander says, in the language that is spoken: for each of its sentences, ours with its words. */
function inOwnWords(sentence: string): string {
  for (const [pattern, say] of sentences) {
    const found = pattern.exec(sentence);
    if (found) return say(found[1] ?? '', found[2] ?? '', found[3] ?? '');
  }
  return sentence;
}

type Say = (a: string, b: string, c: string) => string;

const sentences: readonly [RegExp, Say][] = [
  [/^unknown command '(.*)'$/, (word) => t`unknown command '${word}'`],
  [/^unknown option '(.*)'$/, (word) => t`unknown option '${word}'`],
  [/^missing required argument '(.*)'$/, (name) => t`missing required argument '${name}'`],
  [/^option '(.*)' argument missing$/, (option) => t`option '${option}' argument missing`],
  [/^argument '(.*)' cannot be '(.*)'$/, (name, value) => t`argument '${name}' cannot be '${value}'`],
  [/^option '(.*)' cannot be '(.*)'$/, (option, value) => t`option '${option}' cannot be '${value}'`],
  [
    /^too many arguments for '(.*)': expected (\d+) arguments? but got (\d+)$/,
    (command, most, given) =>
      ngettext(
        msgid`too many arguments for '${command}': expected ${most} argument but got ${given}`,
        `too many arguments for '${command}': expected ${most} arguments but got ${given}`,
        Number(most),
      ),
  ],
];

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
