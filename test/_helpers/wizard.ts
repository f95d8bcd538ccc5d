import { render } from '@inquirer/testing';
import { type PromptContext, type Wizard, wizardOn } from '../../src/cli/wizard.ts';
import { eventually } from './eventually.ts';

/** What a person does at one prompt: types text, and presses keys by name (`enter`, `space`, `down`); Enter comes last by itself. */
export interface Step {
  /** What the prompt on the screen must say before anything is done. */
  at: RegExp;
  type?: string;
  press?: readonly string[];
  /** Without Enter at the end. */
  open?: boolean;
  /** Ctrl-C instead of an answer. */
  interrupt?: boolean;
}

/** Runs `work` with a wizard on a terminal in memory, and answers it step by step. `screens`: what stood there at each step. */
export async function atTerminal<T>(work: (wizard: Wizard) => Promise<T>, steps: readonly Step[]) {
  const terminal = await render((_: undefined, context) => work(wizardOn(lasting(context))), undefined);
  const settled = terminal.answer.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const screens: string[] = [];
  for (const step of steps) {
    await eventually(() => step.at.test(terminal.getScreen())).catch((cause: Error) => {
      throw new Error(`waiting for ${step.at}, on the screen is: ${terminal.getScreen()}`, { cause });
    });
    screens.push(terminal.getScreen());
    if (step.interrupt) {
      terminal.input.emit('keypress', '\u0003', { name: 'c', ctrl: true, sequence: '\u0003' });
      continue;
    }
    if (step.type) terminal.events.type(step.type);
    for (const key of step.press ?? []) terminal.events.keypress(key);
    if (!step.open) terminal.events.keypress('enter');
  }
  const outcome = await settled;
  if ('error' in outcome) throw outcome.error;
  return { value: outcome.value, screens };
}

/** Each prompt ends what it writes to when it is done. A process's own streams outlive that; this one has to as well. */
function lasting(context: Parameters<Parameters<typeof render>[0]>[1]): PromptContext {
  const { input, output } = context ?? {};
  if (!input || !output) throw new Error('the terminal has no streams');
  output.end = () => output;
  return { input, output };
}
