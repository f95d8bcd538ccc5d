import { readFileSync } from 'node:fs';
import test from 'ava';
import { troubleshootingIn } from '../../slides/site/troubleshooting.ts';
import { errorCodes } from '../../src/errors/codes.ts';

test('the table of codes is found whole, with what stands before and behind it', (t) => {
  const found = troubleshootingIn(readFileSync('README.md', 'utf8'));
  t.deepEqual(found?.rows.flatMap(({ ids }) => ids).sort(), Object.keys(errorCodes).sort());
  t.regex(found?.before ?? '', /<p>/);
  t.regex(found?.after ?? '', /130/);
});

test('a README without such a table has none', (t) => {
  t.is(troubleshootingIn('## Troubleshooting\n\n| a |\n|---|\n| b |'), undefined);
});
