import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { nearest } from '../../config/nearest.ts';
import { formatProblems, type Problem } from '../../config/problem.ts';
import { SwarmlabError } from '../../errors/index.ts';
import { checksOf, type Lab } from '../lab-format.ts';

/** A usual mistake, as a script that makes it; from the head of the script. */
export interface Mistake {
  /** Its path in the lab's folder, as in `mistakes/host-mode.sh`. */
  script: string;
  /** What the learner did, in a sentence. */
  what: string;
  /** The one check that must fail. */
  fails: string;
  /** The hint of that check that must come. */
  hint: string;
}

/** Fewer mistakes than this have not been thought about long enough. */
const fewest = 4;

const keys = ['mistake', 'fails', 'hint'] as const;
type Head = Partial<Record<(typeof keys)[number], { text: string; line: number; column: number }>>;

/** All mistakes of a lab, by name of the script. Throws E_LAB_INVALID with file and line of every problem. */
export async function readMistakes(lab: Pick<Lab, 'id' | 'folder' | 'steps'>): Promise<Mistake[]> {
  const folder = path.join(lab.folder, 'mistakes');
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const scripts = names.filter((name) => name.endsWith('.sh')).sort();
  const read = scripts.map(async (name) => {
    const file = `labs/${lab.id}/mistakes/${name}`;
    return readHead(await readFile(path.join(folder, name), 'utf8'), file, lab);
  });
  const all = await Promise.all(read);
  const problems = all.flatMap((one) => one.problems);
  if (scripts.length < fewest)
    problems.push({
      severity: 'error',
      file: `labs/${lab.id}/mistakes`,
      line: 1,
      column: 1,
      message: `${scripts.length} usual mistakes are too few`,
      fix: `add scripts until there are ${fewest}`,
    });
  if (problems.length > 0) throw invalid(problems);
  return all.flatMap(({ mistake }) => mistake);
}

function readHead(
  text: string,
  file: string,
  lab: Pick<Lab, 'steps'>,
): { mistake: Mistake[]; problems: Problem[] } {
  const head: Head = {};
  for (const [at, line] of text.split('\n').entries()) {
    if (!line.startsWith('#')) break;
    const match = /^(# (\w+): *)(.*)$/.exec(line);
    const key = keys.find((one) => one === match?.[2]);
    if (match?.[1] && key)
      head[key] = { text: match[3]?.trim() ?? '', line: at + 1, column: match[1].length + 1 };
  }
  const problems: Problem[] = keys.flatMap((key) => {
    if (head[key]?.text) return [];
    const fix = `add a line \`# ${key}: ...\` to its first comment`;
    return [problem(file, head[key], `it does not say its ${key}`, fix)];
  });
  const { mistake, fails, hint } = head;
  if (!mistake?.text || !fails?.text || !hint?.text) return { mistake: [], problems };
  const check = checksOf(lab).find(({ id }) => id === fails.text);
  if (!check) problems.push(unknown(file, fails, 'check', checksOf(lab)));
  else if (!check.hints.some(({ id }) => id === hint.text))
    problems.push(unknown(file, hint, `hint of ${check.id}`, check.hints));
  const script = `mistakes/${path.basename(file)}`;
  return { mistake: [{ script, what: mistake.text, fails: fails.text, hint: hint.text }], problems };
}

function unknown(
  file: string,
  at: NonNullable<Head['fails']>,
  what: string,
  known: readonly { id: string }[],
): Problem {
  const ids = known.map(({ id }) => id);
  const meant = nearest(at.text, ids);
  const fix = meant ? `did you mean ${meant}?` : `there are ${ids.join(', ')}`;
  return problem(file, at, `no ${what} has the id ${at.text}`, fix);
}

function problem(
  file: string,
  at: { line: number; column: number } | undefined,
  message: string,
  fix: string,
): Problem {
  return { severity: 'error', file, line: at?.line ?? 1, column: at?.column ?? 1, message, fix };
}

function invalid(problems: readonly Problem[]): SwarmlabError {
  const [first, ...others] = problems;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  const where = first ? `${first.file}:${first.line}:${first.column}: ${first.message}` : '';
  return new SwarmlabError('E_LAB_INVALID', `${where}${more}`, {
    fix: first?.fix ?? 'correct the script',
    output: formatProblems(problems),
  });
}
