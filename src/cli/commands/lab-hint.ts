import { t } from 'ttag';
import { nearest } from '../../config/nearest.ts';
import { findLab } from '../../course/catalogue.ts';
import { liveHints } from '../../course/hints.ts';
import { checksOf, type Lab } from '../../course/lab-format.ts';
import { nextHint } from '../../course/next-hint.ts';
import { openLab } from '../../course/open-lab.ts';
import type { LabReport } from '../../course/outcome.ts';
import { outcomeWord } from '../../course/outcome-words.ts';
import type { ProgressFile } from '../../course/progress.ts';
import { recordHint } from '../../course/progress-changes.ts';
import { SwarmlabError } from '../../errors/index.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';
import { checkAndRecord } from '../lab/check-and-record.ts';
import { labFolders, labMeant, progressOf } from '../lab/course.ts';
import { hintLines } from '../lab/hint-lines.ts';
import { nextAfterReport } from '../lab/next-step.ts';
import { palette } from '../palette.ts';
import { withCluster } from '../with-cluster.ts';

/** Milliseconds to look: a hint is about what is so now, not about what is on its way. */
const deadline = 3_000;

/** Gives the next tier of the hint for the first check that fails, or for the one that is named. */
export async function labHint(context: CommandContext, words: readonly string[]): Promise<void> {
  const { io, language } = context;
  const progress = progressOf(context);
  const { lab, check } = await meant(context, progress, words);
  const report = await withCluster(context, { name: 'lab hint', changes: false }, async (cluster) => {
    const opened = await openLab(cluster);
    return checkAndRecord({ lab, cluster, opened, progress }, { deadline, asked: false });
  });
  const { labs } = await progress.read();
  const hint = nextHint(liveHints(lab, report), labs[lab.id]?.hints ?? [], toHint(report, check));
  if (!hint) {
    print(io, nothingToHint(report, check));
    note(io, await nextAfterReport(context, report, await progress.read()));
    return;
  }
  const seen = report.checks.find(({ id }) => id === hint.check);
  if (seen) print(io, `${hint.check}: ${seen.message}`);
  for (const line of hintLines(hint, language, palette(io.stdout, io.env))) print(io, line);
  await progress.update((record) =>
    recordHint(record, lab, { check: hint.check, hint: hint.hint.id, tier: hint.tier }, Date.now()),
  );
  note(
    io,
    hint.more > 0 ? t`Next: try it; \`swarmlab lab hint\` again says more.` : t`Next: swarmlab lab check`,
  );
}

/** `lab hint 01 converged`, `lab hint 01`, and `lab hint converged` for a check of the current lab. */
async function meant(
  context: CommandContext,
  progress: ProgressFile,
  [first, second]: readonly string[],
): Promise<{ lab: Lab; check?: string }> {
  if (first === undefined || second !== undefined) {
    const lab = await labMeant(context, progress, first);
    return { lab, ...(second === undefined ? {} : { check: requireCheck(lab, second) }) };
  }
  const { current } = await progress.read();
  const lab = current === undefined ? undefined : await findLab(current, labFolders(context));
  if (lab && checksOf(lab).some(({ id }) => id === first)) return { lab, check: first };
  return { lab: await findLab(first, labFolders(context)) };
}

function requireCheck(lab: Lab, name: string): string {
  const ids = checksOf(lab).map(({ id }) => id);
  if (ids.includes(name)) return name;
  const near = nearest(name, ids);
  const asked = JSON.stringify(name.slice(0, 60));
  const all = ids.join(', ');
  throw new SwarmlabError('E_USAGE', t`${lab.id} has no check ${asked}`, {
    fix: near ? t`Did you mean ${near}? Its checks are ${all}.` : t`Its checks are ${all}.`,
  });
}

/** A check that waits for another one is helped by a hint for that one. */
function toHint({ checks }: LabReport, check: string | undefined): string | undefined {
  let id = check;
  for (;;) {
    const waitsFor = checks.find((it) => it.id === id)?.waitsFor;
    if (waitsFor === undefined) return id;
    id = waitsFor;
  }
}

function nothingToHint({ lab, outcome, checks }: LabReport, check: string | undefined): string {
  const one = checks.find(({ id }) => id === check);
  if (one) return `${one.id}: ${outcomeWord(one.outcome)}: ${one.message}`;
  if (outcome !== 'unknown') return t`${lab}: nothing fails, so there is nothing to hint at.`;
  const away = checks.find((it) => it.outcome === 'unknown' && it.waitsFor === undefined);
  const why = away?.message ?? t`no answer`;
  return t`${lab}: the cluster could not be asked: ${why}`;
}
