import { plan, planWith } from './plan.ts';
import type { Wrong } from './wrong.ts';

const subnet = '  subnet: 172.17.8.0/24';

/** What YAML itself makes impossible. */
export const syntax: readonly Wrong[] = [
  {
    what: 'nothing at all',
    text: '',
    says: ['1:1: error: the file is empty', 'fix: run `swarmlab init` to write one'],
  },
  {
    what: 'only comments',
    text: '# later\n',
    says: ['1:1: error: the file is empty', 'fix: run `swarmlab init` to write one'],
  },
  {
    what: 'an empty value as root',
    text: '~\n',
    says: [
      '1:1: error: the file must be a mapping of keys to values (got nothing)',
      'fix: begin it with `version: 1`',
    ],
  },
  {
    what: 'a list as root',
    text: '- version: 1\n',
    says: [
      '1:1: error: the file must be a mapping of keys to values (got a list)',
      'fix: begin it with `version: 1`',
    ],
  },
  {
    what: 'plain text',
    text: 'hello\n',
    says: [
      '1:1: error: the file must be a mapping of keys to values (got "hello")',
      'fix: begin it with `version: 1`',
    ],
  },
  {
    what: 'two documents',
    text: `${plan}---\nversion: 1\n`,
    says: [
      '17:1: error: the file holds more than one YAML document',
      'fix: keep one, and remove the line `---` between them',
    ],
  },
  {
    what: 'a key given twice',
    text: planWith(['cluster: demo', 'cluster: demo\ncluster: other']),
    says: ['3:1: error: the key "cluster" is given twice', 'fix: keep one of the two'],
  },
  {
    what: 'a tab as indent',
    text: planWith([subnet, '\tsubnet: 172.17.8.0/24']),
    says: ['6:1: error: the line is indented with a tab', 'fix: indent with two spaces'],
  },
  {
    what: 'an unclosed quote',
    text: planWith(['cluster: demo', 'cluster: "demo']),
    says: ['2:10: error: the " that opens here is never closed', 'fix: close it'],
  },
  {
    what: 'an unclosed bracket',
    text: planWith(['labs: []', 'labs: [']),
    says: ['4:7: error: the [ that opens here is never closed', 'fix: close it'],
  },
  {
    what: 'an unclosed bracket with a key right behind it',
    text: planWith(['labs: []', 'labs: [network: x,']),
    says: ['4:7: error: the [ that opens here is never closed', 'fix: close it'],
  },
  {
    what: 'a value beginning with @',
    text: planWith(['cluster: demo', 'cluster: @demo']),
    says: ['2:10: error: a value cannot begin like this (got "@demo")', 'fix: put the value in quotes'],
  },
  {
    what: 'two colons in a line',
    text: planWith(['cluster: demo', 'cluster: demo: x']),
    says: [
      '2:10: error: not valid YAML: nested mappings are not allowed in compact mappings',
      'fix: one `key: value` a line, keys of one mapping in one column',
    ],
  },
  {
    what: 'a stray dash',
    text: planWith(['    role: manager', '   role: manager']),
    says: [
      '9:1: error: not valid YAML: sequence item without - indicator',
      'fix: align the line with the one above it that it belongs to',
    ],
  },
  {
    what: 'an alias without anchor',
    text: planWith(['address: 172.17.8.102', 'address: *first']),
    says: [
      '13:14: error: the alias "*first" has no anchor before it',
      'fix: write the value out, or mark it with &first',
    ],
  },
  {
    what: 'an alias inside itself',
    text: planWith(['labs: []', 'labs: &labs [*labs]']),
    says: ['4:14: error: the alias "*labs" stands inside the value it repeats', 'fix: write the value out'],
  },
  {
    what: 'an unknown tag',
    text: planWith(['cluster: demo', 'cluster: !name demo']),
    says: ['2:10: warning: the tag "!name" means nothing here', 'fix: remove it'],
  },
  {
    what: 'aliases that multiply',
    text:
      'a: &a [x, x]\n' +
      ['b', 'c', 'd', 'e', 'f', 'g', 'h']
        .map((k, i) => `${k}: &${k} [*${'abcdefg'[i]}, *${'abcdefg'[i]}, *${'abcdefg'[i]}]\n`)
        .join(''),
    says: [
      '1:1: error: aliases (*name) of aliases make more values than a topology can have',
      'fix: write the values out',
    ],
  },
  {
    what: 'a thousand aliases',
    text: `a: &a 1\nb: [${'*a, '.repeat(1000)}]\n`,
    says: ['2:405: error: more than 100 aliases (*name), which is no topology', 'fix: write the values out'],
  },
  {
    what: 'nothing but depth',
    text: '['.repeat(5000),
    says: ['1:1: error: the values are nested too deeply', 'fix: a topology has four levels at most'],
  },
];
