import { z } from 'zod';
import { type Finding, formatProblems, type Problem } from '../config/problem.ts';
import { readYaml } from '../config/read-yaml.ts';
import { SwarmlabError } from '../errors/index.ts';
import { checkSpec } from './checks/check-types.ts';
import { labFindings } from './lab-findings.ts';

/** Version 1 of lab.yaml. */
const labSchema = z.strictObject({
  version: z.literal(1),
  title: z.strictObject({ en: z.string().min(1), ko: z.string().min(1).optional() }),
  /** One sentence: what is true when the lab is done. */
  goal: z.string().min(1),
  /** How long a learner takes, about. */
  minutes: z.int().min(1),
  /** What the nodes' engines must have. */
  images: z.array(z.string().min(1)),
  checks: z.array(checkSpec).min(1),
});

type LabFile = z.infer<typeof labSchema>;

/** One lab: what its lab.yaml says, and where it is. */
export interface Lab extends LabFile {
  /** Its folder's name, as in `01-whoami`. */
  id: string;
  /** Absolute path of its folder: README.md and solution.sh are in there. */
  folder: string;
}

/** What the text of a lab.yaml says. `file`: its name, for messages. Throws E_LAB_INVALID with the line and column of every problem. */
export function parseLabFile(text: string, file: string): LabFile {
  const { root, problems, locate } = readYaml(text, file);
  const all = [...problems];
  if (root) {
    const parsed = labSchema.safeParse(root);
    const findings: Finding[] = parsed.success
      ? sameIds(parsed.data)
      : labFindings(parsed.error.issues, root);
    all.push(...findings.map(locate));
    if (parsed.success && all.length === 0) return parsed.data;
  }
  throw invalid(file, all);
}

function sameIds({ checks }: LabFile): Finding[] {
  return checks.flatMap(({ id }, at): Finding[] => {
    if (checks.findIndex((other) => other.id === id) === at) return [];
    const path = ['checks', at, 'id'];
    return [{ severity: 'error', path, message: `two checks have the id ${id}`, fix: 'give one another id' }];
  });
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
