import { checkbox, confirm, input, number, select } from '@inquirer/prompts';
import { SwarmlabError } from '../errors/index.ts';

/** Where prompts are shown, and what ends them. */
export interface PromptContext {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  signal?: AbortSignal;
}

/** A thing to choose: `name` is shown. */
interface Choice<T> {
  value: T;
  name: string;
  /** What stays on the screen when it was chosen. */
  short?: string;
  checked?: boolean;
}

/** What is wrong with an answer, for the line under the prompt; true when nothing is. */
export type Verdict = true | string;

/** Questions to a person at a terminal. Every one throws E_INTERRUPTED on Ctrl-C. */
export interface Wizard {
  choose<T>(message: string, choices: readonly Choice<T>[], preset: T): Promise<T>;
  chooseSome<T>(
    message: string,
    choices: readonly Choice<T>[],
    judge?: (chosen: readonly T[]) => Verdict,
  ): Promise<T[]>;
  ask(message: string, preset: string, judge?: (text: string) => Verdict): Promise<string>;
  askNumber(message: string, preset: number, bounds: { min: number; max: number }): Promise<number>;
  /** Enter means no. */
  confirm(message: string): Promise<boolean>;
}

export function wizardOn(context: PromptContext): Wizard {
  return {
    choose: <T>(message: string, choices: readonly Choice<T>[], preset: T) =>
      interruptible<T>(select({ message, choices, default: preset as NoInfer<T> }, context)),
    chooseSome: <T>(
      message: string,
      choices: readonly Choice<T>[],
      judge: (chosen: readonly T[]) => Verdict = () => true,
    ) =>
      interruptible<T[]>(
        checkbox(
          { message, choices, pageSize: 15, validate: (chosen) => judge(chosen.map(({ value }) => value)) },
          context,
        ),
      ),
    ask: async (message, preset, judge = () => true) => {
      const validate = (text: string) => judge(text.trim());
      return (await interruptible(input({ message, default: preset, validate }, context))).trim();
    },
    askNumber: (message, preset, { min, max }) =>
      interruptible(
        number(
          {
            message,
            default: preset,
            required: true,
            step: 'any',
            validate: (value) =>
              (Number.isInteger(value) && value >= min && value <= max) ||
              `Give a whole number from ${min} to ${max}.`,
          },
          context,
        ),
      ),
    confirm: (message) => interruptible(confirm({ message, default: false }, context)),
  };
}

async function interruptible<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (!(cause instanceof Error && /^(Exit|Abort)PromptError$/.test(cause.name))) throw cause;
    throw new SwarmlabError('E_INTERRUPTED', 'interrupted; nothing was written', {
      fix: 'Run the same command again.',
      cause,
    });
  }
}
