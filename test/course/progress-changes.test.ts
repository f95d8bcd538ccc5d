import test from 'ava';
import type { LabReport } from '../../src/course/outcome.ts';
import {
  isUnderWay,
  labsUnderWay,
  recordCaughtUp,
  recordHint,
  recordReport,
  recordReset,
  recordRestored,
  recordSolution,
  recordStart,
  recordUnderWay,
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

test('a lab goes on where its swarm is still the one that it was begun in', (t) => {
  const progress = nothing();
  recordUnderWay(progress, lab, { cluster: 'c1', swarm: 's1' });
  t.true(isUnderWay(progress, lab.id, { cluster: 'c1', swarm: 's1' }));
  t.false(isUnderWay(progress, lab.id, { cluster: 'c1', swarm: 's2' }), 'the swarm was made anew');
  t.false(isUnderWay(progress, lab.id, { cluster: 'c2', swarm: 's1' }));
  recordReset(progress, lab.id);
  t.false(isUnderWay(progress, lab.id, { cluster: 'c1', swarm: 's1' }));
});

test('a lab that begins without a swarm, or was recorded before swarms were, goes on in any', (t) => {
  const progress = nothing();
  recordUnderWay(progress, lab, { cluster: 'c1', swarm: 's1' });
  recordUnderWay(progress, lab, { cluster: 'c1', swarm: undefined });
  t.true(isUnderWay(progress, lab.id, { cluster: 'c1', swarm: undefined }));
  t.true(isUnderWay(progress, lab.id, { cluster: 'c1', swarm: 's2' }));
});

test('after a restore those labs are under way that were so then, and what was done stays done', (t) => {
  const progress = nothing();
  const [one, two, elsewhere] = ['01-whoami', '02-scale', '03-counter'].map((id) => ({ ...lab, id }));
  if (!one || !two || !elsewhere) throw new Error('three labs');
  recordUnderWay(progress, one, { cluster: 'c1', swarm: 's1' });
  const then = labsUnderWay(progress, 'c1');
  recordUnderWay(progress, two, { cluster: 'c1', swarm: 's1' });
  recordUnderWay(progress, elsewhere, { cluster: 'c2', swarm: 's9' });
  recordReport(progress, two, report('pass'), noon, { asked: true });
  recordRestored(progress, 'c1', then);
  t.deepEqual(labsUnderWay(progress, 'c1'), ['01-whoami']);
  t.deepEqual(labsUnderWay(progress, 'c2'), ['03-counter']);
  t.truthy(progress.labs[two.id]?.passedAt);
  t.notThrows(() => progressSchema.parse(progress));
});
