import test from 'ava';
import { seconds } from '../../src/cli/duration.ts';

test('a duration is rounded once, so no minute has 60 seconds', (t) => {
  t.deepEqual([0, 449, 59_940, 59_960, 72_400, 119_700].map(seconds), [
    '0.0 s',
    '0.4 s',
    '59.9 s',
    '1 min 0 s',
    '1 min 12 s',
    '2 min 0 s',
  ]);
});
