import { t } from 'ttag';
import { printable } from '../../../config/show.ts';
import type { Grade, LabGrade } from '../grade.ts';
import { checkLine, learnerText, minutesText, shareText, standingWord } from './words.ts';

/** A report for people. Whatever text it takes over stays text: no name of a learner and no message makes a link or a cell. */
export function markdownGrade(grade: Grade): string {
  const { cluster, tool, labs } = grade;
  const learner = plain(learnerText(grade));
  const share = shareText(grade);
  const worked = minutesText(grade.seconds);
  const where = cluster ? `${plain(cluster.name)} (${plain(cluster.id)})` : t`none was worked on`;
  const [version, recorded] = [plain(tool.grades), plain(tool.recorded)];
  const lines = [
    t`# Swarmlab: grade`,
    '',
    t`- Learner: ${learner}`,
    t`- Points: **${grade.points} of ${grade.maximum}** (${share})`,
    t`- Time worked: ${worked}`,
    t`- Cluster: ${where}`,
    tool.recorded === tool.grades
      ? t`- Graded: ${grade.gradedAt} by swarmlab ${version}`
      : t`- Graded: ${grade.gradedAt} by swarmlab ${version}, recorded by ${recorded}`,
    '',
    t`| lab | outcome | points | time | passed | hints | solution | lab version |`,
    '|---|---|---:|---:|---|---:|---|---|',
    ...labs.map(labRow),
    '',
    ...labs.flatMap(labDetails),
    t`## How points are counted`,
    '',
    ...grade.rules.map((rule) => `- ${rule}`),
    t`- The record lies on the computer of the learner. It is an account of work, not a proof of it.`,
  ];
  return `${lines.join('\n')}\n`;
}

function labRow(lab: LabGrade): string {
  const { nudge, concept, command } = lab.hints;
  const cells = [
    plain(lab.id),
    standingWord(lab.standing),
    `${lab.points}/${lab.maximum}`,
    minutesText(lab.seconds),
    lab.passedAt ?? '-',
    String(nudge + concept + command),
    lab.solution ? { ran: t`ran`, shown: t`shown` }[lab.solution] : '-',
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
    ...lab.remarks.map((remark) => {
      const text = plain(remark);
      return t`- Note: ${text}`;
    }),
    '',
  ];
}

/** Text as it stands: on one line, nothing in it is markup. */
function plain(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' ')).replaceAll(/[\\`*_[\]<>|#~&!]/g, '\\$&');
}
