import test from 'ava';
import { languageMeant } from '../../src/cli/language-meant.ts';
import { languageOf } from '../../src/language/language-of.ts';

test('the locale says the language, whatever stands behind it', (t) => {
  for (const locale of ['ko', 'ko_KR', 'ko_KR.UTF-8', 'ko.UTF-8', 'KO_KR', 'ko-KR', 'ko_KR@hanja'])
    t.is(languageOf({ LANG: locale }), 'ko', locale);
  for (const locale of ['', 'C', 'POSIX', 'C.UTF-8', 'en_US.UTF-8', 'kok_IN', 'de_DE.UTF-8'])
    t.is(languageOf({ LANG: locale }), 'en', locale);
});

test('LC_ALL goes before LC_MESSAGES, and that before LANG', (t) => {
  t.is(languageOf({ LANG: 'ko_KR.UTF-8', LC_MESSAGES: 'en_US.UTF-8' }), 'en');
  t.is(languageOf({ LANG: 'en_US.UTF-8', LC_MESSAGES: 'ko_KR.UTF-8' }), 'ko');
  t.is(languageOf({ LC_MESSAGES: 'ko_KR.UTF-8', LC_ALL: 'C' }), 'en');
  t.is(languageOf({ LANG: 'ko_KR.UTF-8', LC_ALL: '' }), 'ko');
});

const meant = (line: string, env = {}) => languageMeant(line.split(' '), env);

test('--lang goes before the locale, in front of the command and behind it', (t) => {
  t.is(meant('lab list'), 'en');
  for (const line of ['--lang ko lab list', 'lab --lang=ko list', 'lab list --lang ko', '-C x --lang ko up'])
    t.is(meant(line), 'ko', line);
  t.is(meant('--lang en lab list', { LANG: 'ko_KR.UTF-8' }), 'en');
  t.is(meant('--lang ko lab list --lang en'), 'en');
});

test('a --lang for a program on a node is not for swarmlab', (t) => {
  t.is(meant('ssh core-01 report --lang ko'), 'en');
  t.is(meant('-C folder ssh core-01 report --lang ko'), 'en');
  t.is(meant('ssh --lang ko core-01 report'), 'ko');
  t.is(meant('complete -- --lang ko'), 'en');
});
