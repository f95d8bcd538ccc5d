import test from 'ava';
import type { LiveHint } from '../../src/course/hints.ts';
import { nextHint } from '../../src/course/next-hint.ts';

function live(check: string, id: string): LiveHint {
  const hint = { id, nudge: { en: 'look' }, concept: { en: 'think' }, command: 'docker ps' };
  return { check, reason: 'no-service', hint };
}

const at = '2026-01-01T12:00:00.000Z';
const both = [live('converged', 'typo'), live('published', 'host-mode')];

test('each time a hint is asked for it says more, and at the end the last again', (t) => {
  const given: Parameters<typeof nextHint>[1] = [];
  const told = ['', '', '', ''].map(() => {
    const hint = nextHint(both, given);
    if (hint) given.push({ check: hint.check, hint: hint.hint.id, tier: hint.tier, at });
    return `${hint?.check} ${hint?.tier}, ${hint?.more} more`;
  });
  t.deepEqual(told, [
    'converged nudge, 2 more',
    'converged concept, 1 more',
    'converged command, 0 more',
    'converged command, 0 more',
  ]);
});

test('another mistake of the same check begins with its own nudge', (t) => {
  const given = [{ check: 'converged', hint: 'other', tier: 'command' as const, at }];
  t.is(nextHint(both, given)?.tier, 'nudge');
});

test('a check that is named gets its hint, and one that does not fail none', (t) => {
  t.is(nextHint(both, [], 'published')?.hint.id, 'host-mode');
  t.is(nextHint(both, [], 'every-node'), undefined);
  t.is(nextHint([], []), undefined);
});
