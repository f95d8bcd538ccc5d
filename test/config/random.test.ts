import test from 'ava';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseTopology } from '../../src/config/load.ts';
import { formatProblems } from '../../src/config/problem.ts';
import { plan } from './wrong/plan.ts';

/** The same texts for everybody; another seed looks at others: `FUZZ_SEED=1 FUZZ_RUNS=20000 npx ava test/config/random.test.ts`. */
fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20) });
const numRuns = Number(process.env.FUZZ_RUNS ?? 1500);

/** Judges a text; any exception, or a problem without place, message or fix, fails the property. */
function judged(text: string): boolean {
  const { topology, problems } = parseTopology(text, 'swarmlab.yaml', { labs: ['01-whoami'] });
  const lines = text.split(/\r\n|\n/).length + 1;
  const sound = problems.every(
    ({ line, column, message, fix }) =>
      line >= 1 && line <= lines && column >= 1 && message !== '' && fix !== '',
  );
  const errors = problems.some(({ severity }) => severity === 'error');
  // Nothing that a terminal would act upon.
  const quiet = !/[\p{Cc}\p{Cf}]/u.test(formatProblems(problems).replaceAll('\n', ''));
  return sound && quiet && errors === (topology === undefined);
}

const bits = fc.constantFrom(
  ...[
    '\n',
    '\n  ',
    '\n- ',
    ': ',
    ' ',
    '- ',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ', ',
    '&a ',
    '*a',
    '!!binary ',
    '!x ',
    '|',
    '>',
    '#',
  ],
  ...[
    '---\n',
    '...\n',
    '? ',
    '%YAML 1.2',
    '\t',
    '\r\n',
    '<<',
    '~',
    '0x1F',
    '.nan',
    '\u001b[31m',
    '\u202e',
    '\0',
    '@',
    '`',
    '\\',
  ],
  ...[
    'version',
    'cluster',
    'provider',
    'nodes',
    'network',
    'subnet',
    'bip',
    'name',
    'role',
    'address',
    'ssh',
    'labs',
    '__proto__',
  ],
  ...[
    '1',
    'docker',
    'vagrant',
    'manager',
    '172.17.8.101',
    '172.17.8.0/24',
    '0.0.0.0/0',
    'constructor',
    'toString',
  ],
);

test('random text made of YAML is judged, never a crash', (t) => {
  fc.assert(
    fc.property(fc.array(bits, { maxLength: 60 }), (parts) => judged(parts.join(''))),
    { numRuns },
  );
  t.pass();
});

test('a good file with random damage is judged, never a crash', (t) => {
  const damage = fc.record({
    at: fc.nat(plan.length),
    cut: fc.nat(20),
    put: fc.oneof(bits, fc.string({ unit: 'binary' })),
  });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 5 }), (damages) =>
      judged(
        damages.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), plan),
      ),
    ),
    { numRuns },
  );
  t.pass();
});

const leaf = fc.oneof(
  fc.constantFrom(
    null,
    true,
    1,
    0,
    -1,
    1.5,
    Number.POSITIVE_INFINITY,
    'docker',
    'ssh',
    'manager',
    'core-01',
    '172.17.8.101',
    '10.0.0.0/8',
    '1.2.3.4/32',
    '',
  ),
  fc.string({ unit: 'binary' }),
  fc.double(),
);
const anything = fc.oneof(
  { weight: 5, arbitrary: leaf },
  { weight: 1, arbitrary: fc.anything({ maxDepth: 2, values: [leaf] }) },
);
const partly = (keys: readonly string[]) =>
  fc.record(Object.fromEntries(keys.map((key) => [key, anything])), { requiredKeys: [] });
const ssh = partly(['host', 'port', 'user', 'key', 'hostKey']);
const node = fc
  .tuple(partly(['name', 'role', 'address', 'cpus', 'memory']), fc.option(ssh, { nil: undefined }))
  .map(([values, block]) => (block ? { ...values, ssh: block } : values));
const topology = fc
  .tuple(
    partly(['version', 'cluster', 'provider', 'labs', 'vagrant', 'docker', 'kubernetes']),
    fc.oneof(fc.array(fc.oneof({ weight: 4, arbitrary: node }, anything)), anything),
    fc.oneof(partly(['subnet', 'overlayPool', 'bip', 'addressPool']), anything),
    partly(['source', 'version', 'file']),
  )
  .map(([values, nodes, network, engine]) => ({ ...values, nodes, network, engine }));

test('random values in the places of a topology are judged, never a crash', (t) => {
  fc.assert(
    fc.property(topology, (value) => judged(stringify(value, { aliasDuplicateObjects: false }))),
    { numRuns },
  );
  t.pass();
});
