import { readFileSync } from 'node:fs';
import test from 'ava';
import { errorCodes } from '../../src/errors/index.ts';

test("README's troubleshooting table lists every error code, and no other", (t) => {
  const rows = readFileSync('README.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `E_'))
    .flatMap((line) => line.split('|')[1]?.match(/E_[A-Z_]+/g) ?? []);
  t.deepEqual(rows.toSorted(), Object.keys(errorCodes).toSorted());
});
