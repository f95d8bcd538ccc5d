import type { Answers } from './answers.ts';

/** One thing that the wizard asks. */
type Question = keyof Answers;

/** What is still to be asked, in the order of asking. What the wizard can do without (an engine version) is not among it. */
export function openQuestions(given: Answers): Question[] {
  const { provider, engineSource } = given;
  const own = provider === 'ssh';
  const asked: [Question, boolean][] = [
    ['provider', true],
    ['cluster', true],
    ['nodes', given.hosts === undefined],
    ['managers', true],
    ['hosts', own],
    ['key', own],
    ['subnet', true],
    ['addresses', own && given.firstAddress === undefined],
    ['firstAddress', !own && given.addresses === undefined],
    ['labs', true],
    ['cpus', !own],
    ['memory', !own],
    ['box', provider === 'vagrant'],
    ['engineSource', true],
    ['engineFile', engineSource === 'file'],
  ];
  return asked.filter(([key, applies]) => applies && given[key] === undefined).map(([key]) => key);
}

/** The flag that answers a question: `--first-address` for firstAddress. */
export function flagFor(question: Question): string {
  return `--${question.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
