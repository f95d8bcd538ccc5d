import { languageOf } from '../language/language-of.ts';
import { type Language, languages } from '../language/languages.ts';

/**
 * The language of this run: what `--lang` says, wherever it stands, else the locale's. It is looked for before the command line is
 * parsed, for help and complaints about the line are in it too; a wrong value is the parser's to refuse.
 */
export function languageMeant(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  const word = ownWords(argv).reduce<string | undefined>((found, word, at, words) => {
    if (word === '--lang') return words[at + 1];
    return word.startsWith('--lang=') ? word.slice('--lang='.length) : found;
  }, undefined);
  return languages.find((language) => language === word) ?? languageOf(env);
}

/** What is said to swarmlab itself: what stands behind `--`, and behind the node of `swarmlab ssh`, is for others. */
function ownWords(argv: readonly string[]): readonly string[] {
  const operands: string[] = [];
  for (const [at, word] of argv.entries()) {
    if (word === '--') return argv.slice(0, at);
    if (word.startsWith('-') || takesNext.includes(argv[at - 1] ?? '')) continue;
    operands.push(word);
    if (operands[0] === 'ssh' && operands.length === 2) return argv.slice(0, at);
  }
  return argv;
}

/** The options of every command that have a value. */
const takesNext = ['--lang', '-C', '--directory'];
