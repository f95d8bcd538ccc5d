import test from 'ava';
import type { LabReport } from '../../src/course/outcome.ts';
import {
  recordCaughtUp,
  recordHint,
  recordReport,
  recordSolution,
  recordStart,
} from '../../src/course/progress-changes.ts';
import { type Progress, progressSchema } from '../../src/course/progress-schema.ts';

const lab = { id: '01-whoami', sha256: 'a'.repeat(64) };
const noon = Date.parse('2026-01-01T12:00:00Z');
const minute = 60_000;

function nothing(): Progress {
  return { version: 1, tool: '0.1.0', labs: {} };
}

function report(outcome: 'pass' | 'fail'): LabReport {
  const reason = outcome === 'fail' ? { reason: 'no-service' } : {};
  const check = { step: 'create', id: 'converged', outcome, message: `it is a ${outcome}`, ...reason };
  return { lab: lab.id, outcome, checks: [check] };
}

test('a lab that is started again keeps its first start and becomes the current one', (t) => {
  const progress = nothing();
  recordStart(progress, lab, noon);
  recordStart(progress, { id: '02-scale', sha256: lab.sha256 }, noon + minute);
  recordStart(progress, lab, noon + 2 * minute);
  t.is(progress.current, '01-whoami');
  t.is(progress.labs[lab.id]?.startedAt, '2026-01-01T12:00:00.000Z');
});

test('a check keeps when it passed first, and what it says now', (t) => {
  const progress = nothing();
  recordReport(progress, lab, report('fail'), noon, { asked: true });
  recordReport(progress, lab, report('pass'), noon + minute, { asked: true });
  recordReport(progress, lab, report('fail'), noon + 2 * minute, { asked: false });
  const record = progress.labs[lab.id];
  t.is(record?.attempts, 2);
  t.is(record?.passedAt, '2026-01-01T12:01:00.000Z');
  t.like(record?.checks.converged, {
    outcome: 'fail',
    reason: 'no-service',
    at: '2026-01-01T12:02:00.000Z',
    firstPassedAt: '2026-01-01T12:01:00.000Z',
  });
});

test('time counts from one sight of the learner to the next, a long pause for ten minutes, and none after the pass', (t) => {
  const progress = nothing();
  recordStart(progress, lab, noon);
  recordReport(progress, lab, report('fail'), noon + 4 * minute, { asked: true });
  t.is(progress.labs[lab.id]?.seconds, 240);
  recordReport(progress, lab, report('fail'), noon + 24 * 60 * minute, { asked: true });
  t.is(progress.labs[lab.id]?.seconds, 840);
  recordReport(progress, lab, report('pass'), noon + (24 * 60 + 1) * minute, { asked: true });
  t.is(progress.labs[lab.id]?.seconds, 900);
  recordReport(progress, lab, report('pass'), noon + (24 * 60 + 9) * minute, { asked: true });
  t.is(progress.labs[lab.id]?.seconds, 900);
});

test('each tier of a hint is recorded once, the solution with its first time', (t) => {
  const progress = nothing();
  const nudge = { check: 'converged', hint: 'any', tier: 'nudge' } as const;
  recordHint(progress, lab, nudge, noon);
  recordHint(progress, lab, nudge, noon + minute);
  recordHint(progress, lab, { ...nudge, tier: 'concept' }, noon + minute);
  recordSolution(progress, lab, 'shown', noon);
  recordSolution(progress, lab, 'ran', noon + minute);
  recordSolution(progress, lab, 'ran', noon + 2 * minute);
  t.deepEqual(
    progress.labs[lab.id]?.hints.map(({ tier }) => tier),
    ['nudge', 'concept'],
  );
  t.deepEqual(progress.labs[lab.id]?.solution, {
    shownAt: '2026-01-01T12:00:00.000Z',
    ranAt: '2026-01-01T12:01:00.000Z',
  });
});

test('a lab that was caught up is neither started nor passed', (t) => {
  const progress = nothing();
  recordCaughtUp(progress, lab, noon);
  t.like(progress.labs[lab.id], { caughtUpAt: '2026-01-01T12:00:00.000Z', attempts: 0, seconds: 0 });
  t.is(progress.labs[lab.id]?.startedAt, undefined);
  t.is(progress.labs[lab.id]?.passedAt, undefined);
});

test('what is recorded is what the file may hold', (t) => {
  const progress = nothing();
  recordStart(progress, lab, noon, { name: 'Ada', email: 'ada@example.org' });
  recordReport(progress, lab, report('fail'), noon, { asked: true });
  recordHint(progress, lab, { check: 'converged', hint: 'any', tier: 'command' }, noon);
  recordSolution(progress, lab, 'ran', noon);
  t.deepEqual(progressSchema.parse(progress), progress);
});
