import { type Finding, formatProblems, type Problem } from '../config/problem.ts';
import { readYaml } from '../config/read-yaml.ts';
import { SwarmlabError } from '../errors/index.ts';
import { labFindings } from './lab-findings.ts';
import { labRules } from './lab-rules.ts';
import { type CheckSpec, type LabFile, labSchema } from './lab-schema.ts';

/** One lab: what its lab.yaml says, and where it is. */
export interface Lab extends LabFile {
  /** Its folder's name, as in `01-whoami`. */
  id: string;
  /** Absolute path of its folder: README.md, solution.sh and mistakes/ are in there. */
  folder: string;
  /** SHA-256 of its lab.yaml, hex: which version of it a result is about. */
  sha256: string;
}

/** All checks of a lab, in the order of its steps. */
export function checksOf({ steps }: Pick<LabFile, 'steps'>): CheckSpec[] {
  return steps.flatMap(({ checks }) => checks);
}

/** What the text of a lab.yaml says. `file`: its name, for messages. Throws E_LAB_INVALID with the line and column of every problem. */
export function parseLabFile(text: string, file: string): LabFile {
  const { root, problems, locate } = readYaml(text, file);
  const all = [...problems];
  if (root) {
    const parsed = labSchema.safeParse(root);
    const findings: Finding[] = parsed.success
      ? labRules(parsed.data)
      : labFindings(parsed.error.issues, root);
    all.push(...findings.map(locate));
    if (parsed.success && all.length === 0) return parsed.data;
  }
  throw invalid(file, all);
}

function invalid(file: string, problems: readonly Problem[]): SwarmlabError {
  const [first, ...others] = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  const where = first ? `${file}:${first.line}:${first.column}: ${first.message}` : `${file} is not valid`;
  return new SwarmlabError('E_LAB_INVALID', `${where}${more}`, {
    fix: first?.fix ?? 'correct the file',
    output: formatProblems(problems),
  });
}
