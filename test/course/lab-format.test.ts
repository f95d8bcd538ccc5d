import test from 'ava';
import { parseLabFile } from '../../src/course/lab-format.ts';
import { SwarmlabError } from '../../src/errors/index.ts';

const good = `version: 1
title:
  en: A lab
goal:
  en: Something is true.
minutes: 10
images: []
steps:
  - id: create
    text:
      en: Create it.
    checks:
      - id: converged
        type: service-converged
        service: web
        tasks: 1
        hints:
          - id: any
            nudge:
              en: Look.
            concept:
              en: Think.
            command: docker service ls
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
  const lab = parseLabFile(good, 'lab.yaml');
  t.is(lab.steps[0]?.checks[0]?.type, 'service-converged');
  t.deepEqual(lab.needs, { swarm: 'formed', memory: 1024, labs: [] });
});

const mistakes: Record<string, [string, string, RegExp]> = {
  'an unknown key': ['goal:', 'gaol: x\ngoal:', /^lab\.yaml:4:1: unknown key \(got "gaol"\)/],
  'a wrong type of value': [
    'minutes: 10',
    'minutes: soon',
    /^lab\.yaml:6:10: minutes is not valid \(got "soon"\)/,
  ],
  'another version': ['version: 1', 'version: 2', /^lab\.yaml:1:10: version is not valid \(got "2"\)/],
  'an unknown type of check': [
    'service-converged',
    'service-converge',
    /^lab\.yaml:14:15: steps\[0\]\.checks\[0\]\.type is no type of check/,
  ],
  'a parameter of another type of check': [
    'tasks: 1',
    'tasks: 1\n        port: 80',
    /^lab\.yaml:17:9: unknown key in steps\[0\]\.checks\[0\] \(got "port"\)/,
  ],
  'no steps': [good.slice(good.indexOf('steps')), 'steps: []', /^lab\.yaml:8:1: steps is not valid/],
  'text that is no YAML': ['title:', 'title: [', /^lab\.yaml:\d+:\d+: /],
  'a hint for a reason that the check never has': [
    '- id: any',
    '- id: any\n            on: [rejectd]',
    /^lab\.yaml:19:18: service-converged never fails for the reason rejectd/,
  ],
  'a way to fail without a hint': [
    '- id: any',
    '- id: any\n            on: [rejected]',
    /^lab\.yaml:17:9: no hint is for no-service, wrong-mode/,
  ],
  'a check that waits for one that is not above it': [
    'tasks: 1',
    'tasks: 1\n        after: [later]',
    /^lab\.yaml:17:17: no check above this one has the id later/,
  ],
};

for (const [mistake, [from, to, message]] of Object.entries(mistakes)) {
  test(`${mistake} is refused with its line and column`, (t) => {
    const error = refusal(good.replace(from, to));
    t.is(error.code, 'E_LAB_INVALID');
    t.regex(error.message, message);
  });
}

const required = [
  'version',
  'title',
  'en',
  'goal',
  'minutes',
  'images',
  'steps',
  'id',
  'text',
  'checks',
  'type',
  'service',
  'tasks',
  'hints',
  'nudge',
  'concept',
  'command',
];
for (const key of required) {
  test(`without ${key} it is refused with the place, and every value of it that is wrong too`, (t) => {
    const misspelt = refusal(good.replace(new RegExp(`\\b${key}:`), `x${key}:`));
    t.regex(misspelt.message, /^lab\.yaml:\d+:\d+: /);
    t.regex(misspelt.output ?? '', new RegExp(`(${key} is missing|no type of check)`));
    const nothing = refusal(good.replace(new RegExp(`\\b${key}:.*(\n +.*)*`), `${key}: {}`));
    t.regex(nothing.message, /^lab\.yaml:\d+:\d+: /);
  });
}

test('two checks of one id are refused', (t) => {
  const second = good.slice(good.indexOf('      - id: converged'));
  t.regex(refusal(good + second).message, /^lab\.yaml:24:13: two checks have the id converged/);
});

test('all problems are in the output, the first in the message', (t) => {
  const error = refusal(
    good.replace('minutes: 10', 'minutes: -1').replace('en: Something is true.', 'en: 7'),
  );
  t.regex(error.message, /^lab\.yaml:5:7: .* \(and 1 more\)$/);
  t.regex(error.output ?? '', /lab\.yaml:6:10/);
});

test('an unknown type of check is answered with the nearest one', (t) => {
  t.is(refusal(good.replace('service-converged', 'service-converge')).fix, 'did you mean service-converged?');
});
