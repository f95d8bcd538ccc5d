import type { Grade, LabGrade } from '../grade.ts';

type Cell = string | number | undefined;

const columns: Readonly<Record<string, (lab: LabGrade, grade: Grade) => Cell>> = {
  name: (_, { who }) => who?.name,
  email: (_, { who }) => who?.email,
  cluster: (_, { cluster }) => cluster?.name,
  cluster_id: (_, { cluster }) => cluster?.id,
  lab: ({ id }) => id,
  title: ({ title }) => title,
  outcome: ({ standing }) => standing,
  points: ({ points }) => points,
  maximum: ({ maximum }) => maximum,
  seconds: ({ seconds }) => seconds,
  started_at: ({ startedAt }) => startedAt,
  passed_at: ({ passedAt }) => passedAt,
  attempts: ({ attempts }) => attempts,
  nudges: ({ hints }) => hints.nudge,
  concepts: ({ hints }) => hints.concept,
  commands: ({ hints }) => hints.command,
  solution: ({ solution }) => solution,
  lab_version: ({ version }) => version,
  tool_version: (_, { tool }) => tool.grades,
  graded_at: (_, { gradedAt }) => gradedAt,
  remarks: ({ remarks }) => remarks.join('; '),
};

/** One row a lab, so that the files of a class can be put one below the other. Source: RFC 4180. */
export function csvGrade(grade: Grade): string {
  const rows = [
    Object.keys(columns),
    ...grade.labs.map((lab) => Object.values(columns).map((column) => column(lab, grade))),
  ];
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/**
 * One value. A text that a spreadsheet would take for a formula gets an apostrophe in front.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
function csvCell(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const tame = /^[\s\p{Cf}]*[=+\-@\uff0b\uff0d\uff1d\uff20]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
