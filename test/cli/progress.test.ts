import { setImmediate as turn } from 'node:timers/promises';
import test from 'ava';
import { plainProgress } from '../../src/cli/plain-progress.ts';
import { type Line, ProgressBoard } from '../../src/cli/progress-board.ts';
import type { Phase } from '../../src/cluster/phase.ts';
import { FakeIo } from '../_helpers/fake-io.ts';

const phase = { id: 'push', title: 'Push the engine', scope: 'node' } as Phase;

const lineOf = () => {
  const line: Line & { skipped?: string } = {
    output: '',
    skip(message) {
      line.skipped = message ?? '';
    },
  };
  return line;
};

test('a line shows what its node reports, and in the end what was done and how long it took', async (t) => {
  const board = new ProgressBoard();
  const line = lineOf();
  const shown = board.show(phase, 'core-02', line);
  board.tell({ kind: 'started', phase, node: 'core-02' });
  board.tell({ kind: 'reported', phase, node: 'core-02', line: 'uploading: 40 %' });
  board.tell({ kind: 'done', phase, node: 'core-01', line: 'not for this line', ms: 1 });
  await turn();
  t.is(line.output, 'uploading: 40 %');
  board.tell({ kind: 'done', phase, node: 'core-02', line: 'Docker 26.1.5', ms: 1234 });
  await shown;
  t.is(line.title, 'core-02: Docker 26.1.5 (1.2 s)');
});

test('what happened before its line came up is shown too', async (t) => {
  const board = new ProgressBoard();
  board.tell({ kind: 'skipped', phase, node: 'core-01', line: 'is there', ms: 0 });
  const line = lineOf();
  await board.show(phase, 'core-01', line);
  t.is(line.skipped, 'core-01: is there');
});

test('a failure ends the line, and after it the lines that were never reached are said to be so', async (t) => {
  const board = new ProgressBoard();
  board.tell({ kind: 'failed', phase, node: 'core-01', error: new Error('disk full'), ms: 5 });
  await t.throwsAsync(board.show(phase, 'core-01', lineOf()), { message: 'core-01: disk full' });
  const line = lineOf();
  const shown = board.show(phase, 'core-03', line);
  board.close();
  await shown;
  t.is(line.skipped, 'core-03: not reached');
});

test('without a terminal every line carries its node and phase, and reports do not flood a log', (t) => {
  const io = new FakeIo();
  let clock = 10_000;
  const listener = plainProgress(io, 'lab', () => clock);
  for (const percent of [10, 20, 30]) {
    listener({ kind: 'reported', phase, node: 'core-01', line: `uploading: ${percent} %` });
    clock += 2_000;
  }
  listener({ kind: 'done', phase, node: 'core-01', line: 'pushed', ms: 6_000 });
  listener({ kind: 'failed', phase, error: new Error('closed'), ms: 61_000 });
  t.deepEqual(io.err.trim().split('\n'), [
    'core-01: Push the engine: uploading: 10 %',
    'core-01: Push the engine: uploading: 30 %',
    'core-01: Push the engine: pushed (6.0 s)',
    'lab: Push the engine: failed after 1 min 1 s: closed',
  ]);
});
