import type { Grade } from '../grade.ts';
import { csvGrade } from './csv.ts';
import { gradescopeGrade } from './gradescope.ts';
import { junitGrade } from './junit.ts';
import { markdownGrade } from './markdown.ts';

/** A way to write a grade down. */
interface GradeFormat {
  /** The file's name where the user names none. */
  file: string;
  render(grade: Grade): string;
}

/** Every format of `swarmlab grade`, by the name that `--format` takes. */
export const gradeFormats = {
  markdown: { file: 'grade.md', render: markdownGrade },
  json: { file: 'grade.json', render: (grade) => `${JSON.stringify(grade, null, 2)}\n` },
  csv: { file: 'grade.csv', render: csvGrade },
  junit: { file: 'grade.xml', render: junitGrade },
  gradescope: { file: 'results.json', render: gradescopeGrade },
} as const satisfies Record<string, GradeFormat>;

export type GradeFormatName = keyof typeof gradeFormats;
