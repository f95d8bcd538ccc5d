import inquirer from 'inquirer';
import { t } from 'ttag';
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
  const prompt = inquirer.createPromptModule(context);
  return {
    choose: async <T>(message: string, choices: readonly Choice<T>[], preset: T) => {
      const question = { type: 'select', name: 'answer', message, choices, default: preset } as const;
      return (await interruptible(prompt<{ answer: T }>(question))).answer as T;
    },
    chooseSome: async <T>(
      message: string,
      choices: readonly Choice<T>[],
      judge: (chosen: readonly T[]) => Verdict = () => true,
    ) => {
      const validate = (chosen: readonly { value: unknown }[]) =>
        judge(chosen.map(({ value }) => value as T));
      const question = {
        type: 'checkbox',
        name: 'answer',
        message,
        choices,
        pageSize: 15,
        validate,
      } as const;
      return (await interruptible(prompt<{ answer: T[] }>(question))).answer;
    },
    ask: async (message, preset, judge = () => true) => {
      const validate = (text: string) => judge(text.trim());
      const question = { type: 'input', name: 'answer', message, default: preset, validate } as const;
      return (await interruptible(prompt<{ answer: string }>(question))).answer.trim();
    },
    askNumber: async (message, preset, { min, max }) => {
      const validate = (value: number | undefined) =>
        (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) ||
        t`Give a whole number from ${min} to ${max}.`;
      const question = {
        type: 'number',
        name: 'answer',
        message,
        default: preset,
        step: 'any',
        validate,
      } as const;
      return (await interruptible(prompt<{ answer: number }>({ ...question, required: true }))).answer;
    },
    confirm: async (message) => {
      const question = { type: 'confirm', name: 'answer', message, default: false } as const;
      return (await interruptible(prompt<{ answer: boolean }>(question))).answer;
    },
  };
}

async function interruptible<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (!(cause instanceof Error && /^(Exit|Abort)PromptError$/.test(cause.name))) throw cause;
    throw new SwarmlabError('E_INTERRUPTED', t`interrupted; nothing was written`, {
      fix: t`Run the same command again.`,
      cause,
    });
  }
}
