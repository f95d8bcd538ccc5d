import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import type { Clock } from '../../course/clock.ts';
import { liveHints } from '../../course/hints.ts';
import type { LabCluster } from '../../course/lab-cluster.ts';
import type { Lab } from '../../course/lab-format.ts';
import { nextHint } from '../../course/next-hint.ts';
import type { LabReport } from '../../course/outcome.ts';
import type { ProgressFile } from '../../course/progress.ts';
import { recordHint, recordReport, recordSolution } from '../../course/progress-changes.ts';
import { watchLab } from '../../course/watch-lab.ts';
import type { Language } from '../../language/languages.ts';
import { anySignal } from '../any-signal.ts';
import { type Io, print } from '../io.ts';
import { palette } from '../palette.ts';
import { hintLines } from './hint-lines.ts';
import { readKeys } from './keys.ts';
import { watchLines } from './watch-lines.ts';
import { drawWatch } from './watch-view.ts';
import { whatGoes } from './what-goes.ts';

/** A part of the terminal that is drawn anew in place. */
export interface Screen {
  draw(text: string): void;
  /** Leaves what was drawn last where it is, and gives the cursor back. */
  end(): void;
}

/** What a learner's session at `lab watch` works with. */
export interface WatchSession {
  io: Io;
  /** Ctrl-C where there is no keyboard to read. */
  signal: AbortSignal;
  lab: Lab;
  cluster: LabCluster;
  progress: ProgressFile;
  clock: Clock;
  language: Language;
  /** Absent where standard output is no terminal: then it is lines. */
  screen?: Screen;
}

/** Why a session ended: the learner has had enough, or wants the lab reset or the next lab. */
export type WatchEnd = 'quit' | 'reset' | 'next';

/** Shows a lab's checks as they change, writes down what was seen, and does what keys say, until it is ended. */
export async function watchSession(session: WatchSession): Promise<WatchEnd> {
  const { io, signal, lab, cluster, progress, clock, language, screen } = session;
  const paint = palette(io.stdout, io.env);
  const keys = screen !== undefined && Boolean(io.stdin.isTTY);
  const over = new AbortController();
  let end: WatchEnd = 'quit';
  let report: LabReport | undefined;
  let panel: readonly string[] = [];
  let asking: WatchEnd | undefined;
  let failure: unknown;

  const draw = () =>
    screen?.draw(drawWatch({ lab, ...(report ? { report } : {}), panel, keys, language }, paint));
  const show = (lines: readonly string[]) => {
    panel = lines;
    draw();
  };
  const leave = (how: WatchEnd) => {
    end = how;
    over.abort();
  };
  const ask = (how: WatchEnd, question: string) => {
    asking = how;
    show([paint.yellow(t`${question} y yes   any other key no`)]);
  };

  const giveHint = async () => {
    const given = (await progress.read()).labs[lab.id]?.hints ?? [];
    const hint = report && nextHint(liveHints(lab, report), given);
    if (!hint) return show([t`Nothing fails just now, so there is nothing to hint at.`]);
    show(hintLines(hint, language, paint));
    await progress.update((record) =>
      recordHint(record, lab, { check: hint.check, hint: hint.hint.id, tier: hint.tier }, clock.now()),
    );
  };
  const showSolution = async () => {
    const script = await readFile(path.join(lab.folder, 'solution.sh'), 'utf8');
    show([
      paint.cyan(t`the solution:`),
      ...script
        .trimEnd()
        .split('\n')
        .map((line) => `    ${line}`),
    ]);
    await progress.update((record) => recordSolution(record, lab, 'shown', clock.now()));
  };
  const press = async (key: string): Promise<void> => {
    const asked = asking;
    asking = undefined;
    if (key === 'q' && !asked) return leave('quit');
    if (asked) return key === 'y' ? leave(asked) : show([]);
    if (key === 'h') return giveHint();
    if (key === 's') return showSolution();
    const things = whatGoes(lab);
    if (key === 'r') return ask('reset', t`Reset removes ${things}. Do it?`);
    if (key === 'n' && report?.outcome === 'pass') return leave('next');
    if (key === 'n') return ask('next', t`Not all checks pass yet. Go on to the next lab?`);
  };

  // One thing after the other, so that what a key began is written down before the session ends.
  let work: Promise<void> = Promise.resolve();
  const doNext = (task: () => Promise<void>) => {
    work = work.then(task).catch((error: unknown) => {
      failure ??= error;
      over.abort();
    });
  };
  const onChange = (seen: LabReport) => {
    const before = report;
    report = seen;
    if (screen) draw();
    else for (const line of watchLines(seen, before, new Date(clock.now()))) print(io, line);
    if (outcomesOf(seen) === (before && outcomesOf(before))) return;
    doNext(async () => {
      await progress.update((record) => recordReport(record, lab, seen, clock.now(), { asked: false }));
    });
  };

  const onKey = (key: string) => (key === 'ctrl-c' ? leave('quit') : doNext(() => press(key)));
  const stopKeys = keys ? readKeys(io, onKey) : () => {};
  const until = anySignal(signal, over.signal);
  try {
    draw();
    await watchLab(lab, cluster, { clock, signal: until, onChange });
    await work;
  } finally {
    stopKeys();
    screen?.end();
  }
  if (failure) throw failure;
  return end;
}

function outcomesOf({ checks }: LabReport): string {
  return JSON.stringify(checks.map(({ outcome, reason }) => [outcome, reason]));
}
