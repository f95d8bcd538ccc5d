import test from 'ava';
import fc from 'fast-check';
import { defaultTopology } from '../../src/config/default-topology.ts';
import { topologyJsonSchema } from '../../src/config/json-schema.ts';
import { parseTopology } from '../../src/config/load.ts';
import { planNodes } from '../../src/config/plan-nodes.ts';
import { topologySchema } from '../../src/config/schema.ts';
import { renderTopology } from '../../src/config/write.ts';

test('writes a file that explains itself and leaves defaults out', (t) => {
  const text = renderTopology(defaultTopology({ cluster: 'demo', provider: 'docker' }));
  t.is(text.split('\n')[0], '# yaml-language-server: $schema=.swarmlab/swarmlab.schema.json');
  t.regex(text, /^# Where machines come from: .*\nprovider: docker$/m);
  t.regex(text, /^ {2}- name: core-01\n {4}role: manager\n {4}address: 172\.17\.8\.101$/m);
  t.notRegex(text, /overlayPool|engine:|vagrant:|docker:$|labs|null/m);
});

test('the box of VMs is written down, for a later version may propose another', (t) => {
  const text = renderTopology(defaultTopology({ cluster: 'demo', provider: 'vagrant' }));
  t.regex(text, /^# The VMs: .*\nvagrant:\n {2}box: bento\/debian-13$/m);
});

const word = fc.oneof(
  fc.constantFrom(
    'x: y',
    '# x',
    'yes',
    '1',
    '- a',
    '*a',
    "it's",
    '"',
    'a\nb',
    ' ',
    '@',
    '0x10',
    '~',
    'null',
    '%',
    '\u0007',
    '\u{1f40b}',
  ),
  fc.string({ unit: 'grapheme', minLength: 1 }),
);
const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/).filter((text) => text !== 'localhost');
const optional = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((found) => (found === undefined ? {} : { [key]: found }));
const topology = fc
  .record({
    cluster: name,
    provider: fc.constantFrom('vagrant', 'docker'),
    names: fc.uniqueArray(name, { minLength: 1, maxLength: 9 }),
    managers: fc.integer({ min: 1, max: 9 }),
    memory: fc.integer({ min: 512, max: 9000 }),
    cpus: fc.integer({ min: 1, max: 8 }),
    network: fc.constantFrom(
      {},
      { overlayPool: '10.30.0.0/16' },
      { bip: '10.99.0.1/24', addressPool: '10.40.0.0/16' },
    ),
    engine: fc.constantFrom({}, { source: 'docker', version: '28.5.1' }, { source: 'preinstalled' }),
    file: optional(
      'file',
      word.filter((text) => text.trim() !== ''),
    ),
    box: optional('box', word),
    hypervisor: optional('provider', fc.constantFrom('virtualbox', 'libvirt')),
    user: fc.constantFrom('root', 'swarmlab'),
    labs: fc.array(word),
    reached: fc.boolean(),
    key: word.filter((text) => !/[\n\r]/.test(text)),
  })
  .map((made) =>
    topologySchema.parse({
      version: 1,
      cluster: made.cluster,
      provider: made.reached ? 'ssh' : made.provider,
      network: made.network,
      nodes: planNodes({ ...made, count: made.names.length }).map((node, i) => ({
        ...node,
        name: made.names[i],
        ...(made.reached ? { ssh: { host: `203.0.113.${i}`, key: made.key } } : {}),
      })),
      engine: 'file' in made.file ? { source: 'file', ...made.file } : made.engine,
      vagrant: { ...made.box, ...made.hypervisor },
      docker: { user: made.user },
      labs: made.labs,
    }),
  );

test('what is written reads back as the same topology, whatever the values hold', (t) => {
  fc.assert(
    fc.property(topology, (value) => {
      const { topology: again, problems } = parseTopology(renderTopology(value), 'swarmlab.yaml');
      t.deepEqual(
        problems.filter(({ severity }) => severity === 'error'),
        [],
      );
      t.deepEqual(again, value);
    }),
    { numRuns: 500 },
  );
});

test('the schema for editors makes defaults optional and refuses unknown keys', (t) => {
  const schema = topologyJsonSchema();
  t.is(schema.$schema, 'http://json-schema.org/draft-07/schema#');
  t.is(schema.title, 'swarmlab.yaml');
  t.deepEqual(schema.required, ['version', 'cluster', 'provider', 'nodes']);
  t.is(schema.additionalProperties, false);
});
