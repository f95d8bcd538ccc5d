import test from 'ava';
import {
  recordCaughtUp,
  recordHint,
  recordReset,
  recordSolution,
  recordStart,
  recordUnderWay,
} from '../../../src/course/progress-changes.ts';
import type { Progress } from '../../../src/course/progress-schema.ts';
import { gradeOf, labOf, minute, noon, nothingDone, seen } from '../../_helpers/graded.ts';

const lab = labOf('01-whoami');
const both = { converged: 'pass', published: 'pass' } as const;

/** What the one lab gets for what `work` notes. */
function graded(work: (progress: Progress) => void) {
  const progress = nothingDone();
  work(progress);
  const [only] = gradeOf([lab], progress).labs;
  if (!only) throw new Error('no lab was graded');
  return only;
}

test('a lab that was never started counts nothing and is listed', (t) => {
  const { standing, points, maximum, seconds } = graded(() => {});
  t.deepEqual(
    { standing, points, maximum, seconds },
    { standing: 'not-started', points: 0, maximum: 20, seconds: 0 },
  );
});

test('a lab whose checks all passed has all points, with the time and the evidence', (t) => {
  const one = graded((progress) => {
    recordStart(progress, lab, noon);
    seen(progress, lab, both, noon + 3 * minute);
  });
  t.is(one.standing, 'passed');
  t.is(one.points, 20);
  t.is(one.seconds, 180);
  t.is(one.passedAt, '2026-01-01T12:03:00.000Z');
  t.deepEqual(one.checks[0]?.evidence, { tasks: 1 });
});

test('what a later lab undoes is not taken away', (t) => {
  const one = graded((progress) => {
    seen(progress, lab, both, noon);
    seen(progress, lab, { converged: 'fail', published: 'unknown' }, noon + minute);
  });
  t.is(one.standing, 'passed');
  t.is(one.points, 20);
  t.is(one.checks[0]?.passedAt, '2026-01-01T12:00:00.000Z');
});

test('a check that could not be asked keeps what is known of it, and the report says so', (t) => {
  const one = graded((progress) => {
    seen(progress, lab, { converged: 'pass', published: 'fail' }, noon);
    seen(progress, lab, { converged: 'unknown', published: 'unknown' }, noon + minute, 'core-01 is away');
  });
  t.is(one.points, 10);
  t.is(one.checks[0]?.unknownSince, '2026-01-01T12:01:00.000Z');
  t.deepEqual(one.remarks, [
    'published could not be asked: core-01 is away',
    'could not be asked when last tried, so what was known before counts: converged',
  ]);
});

test('partial work is graded by the checks that passed', (t) => {
  const one = graded((progress) => seen(progress, lab, { converged: 'pass', published: 'fail' }, noon));
  t.is(one.standing, 'partial');
  t.is(one.points, 10);
  t.is(one.maximum, 20);
  t.is(one.checks[1]?.reason, 'no-service');
});

test('a lab on which nothing passed yet was begun', (t) => {
  t.is(graded((progress) => recordStart(progress, lab, noon)).standing, 'begun');
  t.is(
    graded((progress) => seen(progress, lab, { converged: 'fail', published: 'unknown' }, noon)).standing,
    'begun',
  );
});

test('a skipped check counts neither for nor against', (t) => {
  const one = graded((progress) =>
    seen(progress, lab, { converged: 'pass', published: 'skip' }, noon, 'the image is not on core-02'),
  );
  t.is(one.standing, 'passed');
  t.is(one.points, 10);
  t.is(one.maximum, 10);
  t.deepEqual(one.remarks, ['published was skipped: the image is not on core-02']);
});

test('a lab of skipped checks alone has no points to be had', (t) => {
  const one = graded((progress) => seen(progress, lab, { converged: 'skip', published: 'skip' }, noon));
  t.is(one.standing, 'skipped');
  t.is(one.maximum, 0);
});

test('what passed once is not lost when it is skipped later', (t) => {
  const one = graded((progress) => {
    seen(progress, lab, both, noon);
    seen(progress, lab, { converged: 'skip', published: 'pass' }, noon + minute);
  });
  t.is(one.points, 20);
  t.is(one.maximum, 20);
});

for (const [tiers, points, dearest] of [
  [['nudge'], 20, 'nudge'],
  [['nudge', 'concept'], 19, 'concept'],
  [['nudge', 'concept', 'command'], 18, 'command'],
] as const) {
  test(`${tiers.join(', ')}: ${points} points of 20`, (t) => {
    const one = graded((progress) => {
      for (const tier of tiers) recordHint(progress, lab, { check: 'converged', hint: 'any', tier }, noon);
      seen(progress, lab, both, noon + minute);
    });
    t.is(one.points, points);
    t.is(one.checks[0]?.hint, dearest);
    t.is(one.hints[dearest], 1);
  });
}

test('of two hints for a check the dearest alone costs', (t) => {
  const one = graded((progress) => {
    for (const hint of ['mode', 'port'])
      recordHint(progress, lab, { check: 'published', hint, tier: 'command' }, noon);
    seen(progress, lab, both, noon + minute);
  });
  t.is(one.points, 18);
});

test('a hint that was read after the check passed costs nothing', (t) => {
  const one = graded((progress) => {
    seen(progress, lab, both, noon);
    recordHint(progress, lab, { check: 'converged', hint: 'any', tier: 'command' }, noon + minute);
  });
  t.is(one.points, 20);
});

test('what passed after the solution was shown counts half, after a hint half of the rest', (t) => {
  const one = graded((progress) => {
    seen(progress, lab, { converged: 'pass', published: 'fail' }, noon);
    recordHint(progress, lab, { check: 'published', hint: 'any', tier: 'concept' }, noon + minute);
    recordSolution(progress, lab, 'shown', noon + 2 * minute);
    seen(progress, lab, both, noon + 3 * minute);
  });
  t.is(one.points, 14.5);
  t.is(one.solution, 'shown');
  t.is(one.standing, 'passed');
});

test('a lab that swarmlab solved counts nothing and is listed as that', (t) => {
  const one = graded((progress) => {
    recordSolution(progress, lab, 'shown', noon);
    recordSolution(progress, lab, 'ran', noon + minute);
    seen(progress, lab, both, noon + 2 * minute);
  });
  t.is(one.standing, 'solved-by-swarmlab');
  t.is(one.points, 0);
  t.is(one.maximum, 20);
  t.is(one.solution, 'ran');
});

test('what the learner had done before the solution ran is his', (t) => {
  const one = graded((progress) => {
    seen(progress, lab, { converged: 'pass', published: 'fail' }, noon);
    recordSolution(progress, lab, 'ran', noon + minute);
    seen(progress, lab, both, noon + 2 * minute);
  });
  t.is(one.standing, 'solved-by-swarmlab');
  t.is(one.points, 10);
});

test('a solution looked at after the pass costs nothing', (t) => {
  const one = graded((progress) => {
    seen(progress, lab, both, noon);
    recordSolution(progress, lab, 'ran', noon + minute);
  });
  t.is(one.standing, 'passed');
  t.is(one.points, 20);
});

test('a result that was made for a later lab is not a pass, checked or not', (t) => {
  t.is(graded((progress) => recordCaughtUp(progress, lab, noon)).standing, 'made-by-swarmlab');
  const one = graded((progress) => {
    recordCaughtUp(progress, lab, noon);
    seen(progress, lab, both, noon + minute);
  });
  t.is(one.standing, 'made-by-swarmlab');
  t.is(one.points, 0);
});

test('a learner who begins a lab that was made for him earns its points', (t) => {
  const one = graded((progress) => {
    recordCaughtUp(progress, lab, noon);
    recordStart(progress, lab, noon + minute);
    seen(progress, lab, both, noon + 2 * minute);
  });
  t.is(one.standing, 'passed');
  t.is(one.points, 20);
});

test('nor does it matter that he had begun it before, if he begins anew', (t) => {
  const begun = (progress: Progress, anew: boolean) => {
    recordStart(progress, lab, noon);
    recordUnderWay(progress, lab, { swarm: undefined, cluster: '00ff' });
    recordCaughtUp(progress, lab, noon + minute);
    if (anew) recordReset(progress, lab.id);
    recordStart(progress, lab, noon + 2 * minute);
    seen(progress, lab, both, noon + 3 * minute);
  };
  t.is(graded((progress) => begun(progress, true)).points, 20);
  t.is(graded((progress) => begun(progress, false)).points, 0);
});

test('checks that passed one after the other, never together, have their points and a remark', (t) => {
  const one = graded((progress) => {
    seen(progress, lab, { converged: 'pass', published: 'fail' }, noon);
    seen(progress, lab, { converged: 'fail', published: 'pass' }, noon + minute);
  });
  t.is(one.standing, 'partial');
  t.is(one.points, 20);
  t.deepEqual(one.remarks, ['every check passed once, but not all at the same time']);
});

test('another version of the lab is told, and a check that is new in it was never asked', (t) => {
  const progress = nothingDone();
  seen(progress, { ...lab, sha256: 'b'.repeat(64) }, both, noon);
  const [one] = gradeOf([labOf('01-whoami', ['converged', 'published', 'new'])], progress).labs;
  t.is(one?.points, 20);
  t.is(one?.maximum, 30);
  t.is(one?.checks[2]?.outcome, 'unasked');
  t.regex(one?.remarks[0] ?? '', /another version/);
});

test('the course is the sum of its labs, by whom, where and with which versions', (t) => {
  const progress = nothingDone();
  progress.who = { name: 'Mina', email: 'mina@example.org' };
  progress.cluster = { id: '00ff', name: 'class' };
  const second = labOf('02-scale', ['scaled']);
  seen(progress, lab, { converged: 'pass', published: 'fail' }, noon);
  recordSolution(progress, second, 'shown', noon);
  seen(progress, second, { scaled: 'pass' }, noon + minute);
  const { points, maximum, who, cluster, tool, gradedAt, seconds } = gradeOf([lab, second], progress);
  t.is(points, 15);
  t.is(maximum, 30);
  t.is(seconds, 60);
  t.deepEqual(who, { name: 'Mina', email: 'mina@example.org' });
  t.deepEqual(cluster, { id: '00ff', name: 'class' });
  t.deepEqual(tool, { grades: '0.2.0', recorded: '0.1.0' });
  t.is(gradedAt, '2026-01-01T22:00:00.000Z');
});
