import { readFileSync, writeFileSync } from 'node:fs';
import test from 'ava';
import { checkReference } from '../_helpers/check-reference.ts';

const file = 'labs/CHECKS.md';

test('the reference of check types says what the program says', (t) => {
  const reference = checkReference();
  if (process.env.WRITE) writeFileSync(file, reference);
  t.is(
    readFileSync(file, 'utf8'),
    reference,
    `write ${file} anew: WRITE=1 npx ava test/course/check-reference.test.ts`,
  );
});

test('every type of check says what it is, and what each of its parameters', (t) => {
  const sections = checkReference().split(/^## /m).slice(1);
  t.true(sections.length > 40);
  for (const section of sections) {
    t.regex(section, /^`[\w-]+`\n\n\S/);
    t.notRegex(section, /\| +\|$/m, `a parameter has no comment in its source: ${section}`);
  }
});
