import test from 'ava';
import fc from 'fast-check';
import {
  EndlessBlock,
  namesOf,
  takenNames,
  withNames,
  withoutNames,
} from '../../../src/cluster/host-names/block.ts';

const names = [
  { name: 'core-01', address: '172.17.8.101' },
  { name: 'counter.swarm.test', address: '172.17.8.101' },
];
const block = (owner: string) => `# swarmlab hosts: begin ${owner}
# Written by \`swarmlab hosts add\`; \`swarmlab hosts remove\` takes it out again.
172.17.8.101 core-01
172.17.8.101 counter.swarm.test
# swarmlab hosts: end ${owner}
`;

test('the block goes to the end, so that names that come first still win', (t) => {
  t.is(withNames('127.0.0.1 localhost\n', '/lab', names), `127.0.0.1 localhost\n${block('/lab')}`);
});

/** Whole files: any bytes, and lines as hosts files have them, with either end or none at the last. */
const line = fc.oneof(
  fc.constantFrom(
    '127.0.0.1 localhost',
    '',
    '# a comment',
    '10.0.0.1 core-01 # mine',
    '::1 ip6-localhost',
    '\r',
    '\0\xff\x80',
  ),
  fc.string({ unit: 'binary-ascii' }).map((text) => text.replaceAll('\n', '')),
);
const file = fc.oneof(
  fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc
    .tuple(fc.array(line), fc.constantFrom('\n', '\r\n'), fc.constantFrom('', '\n', '\r\n'))
    .map(([lines, eol, last]) => lines.join(eol) + last),
);
const owner = fc.oneof(
  fc.constantFrom('/lab', '/lab 2', 'C:\\Users\\Ada', '/π'),
  fc.string({ unit: 'grapheme' }),
);
const hostNames = fc.array(fc.record({ name: fc.domain(), address: fc.ipV4() }), {
  minLength: 1,
  maxLength: 5,
});

test('what is added and removed leaves the same bytes', (t) => {
  fc.assert(
    fc.property(file, owner, hostNames, (text, whose, some) => {
      const added = withNames(text, whose, some);
      return added !== text && withoutNames(added, whose) === text;
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test('added again it is the same, and other names take the place of the old ones', (t) => {
  fc.assert(
    fc.property(file, owner, hostNames, hostNames, (text, whose, first, second) => {
      const once = withNames(text, whose, first);
      const changed = withNames(once, whose, second);
      return (
        withNames(once, whose, first) === once &&
        changed === withNames(text, whose, second) &&
        JSON.stringify(namesOf(changed, whose)) ===
          JSON.stringify(second.map((it) => ({ ...it, name: it.name.toLowerCase() })))
      );
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

test("clusters' blocks stand beside each other, whichever comes and goes first", (t) => {
  // A last line that ends with half of a line end would be taken for a whole one by the second block.
  const usual = file.filter((text) => !text.endsWith('\r'));
  fc.assert(
    fc.property(usual, hostNames, hostNames, fc.boolean(), (text, first, second, inOrder) => {
      const both = withNames(withNames(text, '/a', first), '/a/b', second);
      const [one, other] = inOrder ? ['/a', '/a/b'] : ['/a/b', '/a'];
      const left = withoutNames(both, one);
      return (
        namesOf(left, one) === undefined &&
        namesOf(left, other)?.length === (inOrder ? second : first).length &&
        withoutNames(left, other) === text
      );
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

test('what others add behind it stays when it goes', (t) => {
  const added = `${withNames('127.0.0.1 localhost\n', '/lab', names)}10.0.0.9 printer\n`;
  t.is(withoutNames(added, '/lab'), '127.0.0.1 localhost\n10.0.0.9 printer\n');
  t.is(
    withoutNames(withNames(added, '/lab', names.slice(0, 1)), '/lab'),
    '127.0.0.1 localhost\n10.0.0.9 printer\n',
  );
});

test('its lines end as the file’s do', (t) => {
  const added = withNames('127.0.0.1 localhost\r\n', '/lab', names);
  t.is(added, `127.0.0.1 localhost\r\n${block('/lab').replaceAll('\n', '\r\n')}`);
  t.deepEqual(namesOf(added, '/lab'), names);
});

test('names that somebody else has defined are found, whatever their case, with their lines', (t) => {
  const text = `127.0.0.1 localhost\n${withNames('', '/lab', names)}10.0.0.1 box Core-01 # theirs\n#10.0.0.2 core-02\n${withNames('', '/other', [{ name: 'core-03', address: '10.0.0.3' }])}`;
  const taken = takenNames(text, '/lab');
  t.deepEqual(taken.get('core-01'), { name: 'core-01', address: '10.0.0.1', line: 7 });
  t.like(taken.get('core-03'), { address: '10.0.0.3' });
  t.false(taken.has('core-02'));
  t.false(taken.has('counter.swarm.test'));
});

test('a block that lost its end is left alone, and so is the rest of the file', (t) => {
  const broken = block('/lab').replace('# swarmlab hosts: end /lab\n', '10.0.0.9 printer\n');
  for (const work of [() => withNames(broken, '/lab', names), () => withoutNames(broken, '/lab')]) {
    const error = t.throws(work, { instanceOf: EndlessBlock });
    t.is(error.missing, '# swarmlab hosts: end /lab');
  }
});
