import { printable } from '../../../config/show.ts';
import type { Grade, LabGrade } from '../grade.ts';
import { checkLine, learnerText, minutesText, shareText, standingWords } from './words.ts';

/** A report for people. Whatever text it takes over stays text: no name of a learner and no message makes a link or a cell. */
export function markdownGrade(grade: Grade): string {
  const { cluster, tool, labs } = grade;
  const recorded = tool.recorded === tool.grades ? '' : `, recorded by ${tool.recorded}`;
  const lines = [
    '# Swarmlab: grade',
    '',
    `- Learner: ${plain(learnerText(grade))}`,
    `- Points: **${grade.points} of ${grade.maximum}** (${shareText(grade)})`,
    `- Time worked: ${minutesText(grade.seconds)}`,
    `- Cluster: ${cluster ? `${plain(cluster.name)} (${plain(cluster.id)})` : 'none was worked on'}`,
    `- Graded: ${grade.gradedAt} by swarmlab ${plain(tool.grades)}${plain(recorded)}`,
    '',
    '| lab | outcome | points | time | passed | hints | solution | lab version |',
    '|---|---|---:|---:|---|---:|---|---|',
    ...labs.map(labRow),
    '',
    ...labs.flatMap(labDetails),
    '## How points are counted',
    '',
    ...grade.rules.map((rule) => `- ${rule}`),
    '- The record lies on the computer of the learner. It is an account of work, not a proof of it.',
  ];
  return `${lines.join('\n')}\n`;
}

function labRow(lab: LabGrade): string {
  const { nudge, concept, command } = lab.hints;
  const cells = [
    plain(lab.id),
    standingWords[lab.standing],
    `${lab.points}/${lab.maximum}`,
    minutesText(lab.seconds),
    lab.passedAt ?? '-',
    String(nudge + concept + command),
    lab.solution ?? '-',
    lab.version.slice(0, 12),
  ];
  return `| ${cells.join(' | ')} |`;
}

function labDetails(lab: LabGrade): string[] {
  if (lab.standing === 'not-started') return [];
  return [
    `## ${plain(lab.id)}: ${plain(lab.title)}`,
    '',
    ...lab.checks.map(
      (check) => `- ${plain(check.id)}: ${check.points}/${check.maximum}, ${plain(checkLine(check))}`,
    ),
    ...lab.remarks.map((remark) => `- Note: ${plain(remark)}`),
    '',
  ];
}

/** Text as it stands: on one line, nothing in it is markup. */
function plain(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' ')).replaceAll(/[\\`*_[\]<>|#~&!]/g, '\\$&');
}
