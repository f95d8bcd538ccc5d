import { buildProgram } from '../../src/cli/program.ts';
import type { Language } from '../../src/language/languages.ts';
import { speak } from '../../src/language/speak.ts';

/** The program's own; beside it, slides/ has another version of the library. */
type Command = ReturnType<typeof buildProgram>;

/** An argument or an option. */
export interface Word {
  term: string;
  description: string;
  choices: string[];
  /** As JSON where it is no text; empty where there is none. */
  byDefault: string;
}

/** A command as the reference shows it. */
export interface CommandEntry {
  id: string;
  /** As in `swarmlab lab start`. */
  name: string;
  usage: string;
  description: string;
  args: Word[];
  options: Word[];
  commands: CommandEntry[];
}

/** The whole command line as the program itself has it, in a language. Commands that help does not show are left out. */
export async function commandTree(language: Language): Promise<CommandEntry> {
  await speak(language);
  try {
    const never = new AbortController().signal;
    return entry(buildProgram({ io: process, language, signal: never, exitWith: () => {} }), []);
  } finally {
    await speak('en');
  }
}

function entry(command: Command, above: readonly string[]): CommandEntry {
  const help = command.createHelp();
  const names = [...above, command.name()];
  return {
    id: names.slice(1).join('-') || 'swarmlab',
    name: names.join(' '),
    usage: help.commandUsage(command),
    description: help.commandDescription(command),
    args: help.visibleArguments(command).map((argument) => ({
      term: help.argumentTerm(argument),
      description: argument.description,
      choices: argument.argChoices ?? [],
      byDefault: shown(argument.defaultValue),
    })),
    options: help
      .visibleOptions(command)
      .filter(({ long }) => long !== '--help')
      .map((option) => ({
        term: option.flags,
        description: option.description,
        choices: option.argChoices ?? [],
        byDefault: option.negate || option.isBoolean() ? '' : shown(option.defaultValue),
      })),
    commands: help
      .visibleCommands(command)
      .filter((inner) => inner.name() !== 'help')
      .map((inner) => entry(inner, names)),
  };
}

function shown(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
