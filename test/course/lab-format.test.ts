import test from 'ava';
import { parseLabFile } from '../../src/course/lab-format.ts';
import { SwarmlabError } from '../../src/errors/index.ts';

const good = `version: 1
title:
  en: A lab
goal: Something is true.
minutes: 10
images: []
checks:
  - id: converged
    type: service-converged
    service: web
    tasks: 1
`;

function refusal(text: string): SwarmlabError {
  try {
    parseLabFile(text, 'lab.yaml');
  } catch (error) {
    if (error instanceof SwarmlabError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

test('a whole lab is read', (t) => {
  t.is(parseLabFile(good, 'lab.yaml').checks[0]?.type, 'service-converged');
});

const mistakes: Record<string, [string, string, RegExp]> = {
  'an unknown key': ['goal:', 'gaol: x\ngoal:', /^lab\.yaml:4:1: unknown key \(got "gaol"\)/],
  'a missing key': ['goal: Something is true.\n', '', /^lab\.yaml:1:1: goal is missing/],
  'a wrong type of value': [
    'minutes: 10',
    'minutes: soon',
    /^lab\.yaml:5:10: minutes is not valid \(got "soon"\)/,
  ],
  'another version': ['version: 1', 'version: 2', /^lab\.yaml:1:10: version is not valid \(got "2"\)/],
  'an unknown type of check': [
    'service-converged',
    'service-converge',
    /^lab\.yaml:9:11: checks\[0\]\.type is no type of check/,
  ],
  'a parameter of another type of check': [
    'tasks: 1',
    'tasks: 1\n    port: 80',
    /^lab\.yaml:12:5: unknown key in checks\[0\] \(got "port"\)/,
  ],
  'a parameter that is missing': ['    tasks: 1\n', '', /^lab\.yaml:\d+:\d+: checks\[0\]\.tasks is missing/],
  'no checks': [good.slice(good.indexOf('checks')), 'checks: []', /^lab\.yaml:7:1: checks is not valid/],
  'text that is no YAML': ['title:', 'title: [', /^lab\.yaml:\d+:\d+: /],
};

for (const [mistake, [from, to, message]] of Object.entries(mistakes)) {
  test(`${mistake} is refused with its line and column`, (t) => {
    const error = refusal(good.replace(from, to));
    t.is(error.code, 'E_LAB_INVALID');
    t.regex(error.message, message);
  });
}

test('two checks of one id are refused', (t) => {
  const second = good.slice(good.indexOf('  - id'));
  t.regex(refusal(good + second).message, /^lab\.yaml:12:9: two checks have the id converged/);
});

test('all problems are in the output, the first in the message', (t) => {
  const error = refusal(
    good.replace('minutes: 10', 'minutes: -1').replace('goal: Something is true.', 'goal: 7'),
  );
  t.regex(error.message, /^lab\.yaml:4:7: .* \(and 1 more\)$/);
  t.regex(error.output ?? '', /lab\.yaml:5:10/);
});

test('an unknown type of check is answered with the nearest one', (t) => {
  t.is(refusal(good.replace('service-converged', 'service-converge')).fix, 'did you mean service-converged?');
});
