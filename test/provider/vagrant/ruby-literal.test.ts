import { spawnSync } from 'node:child_process';
import test from 'ava';
import fc from 'fast-check';
import { rubyLiteral } from '../../../src/provider/vagrant/ruby-literal.ts';
import { installed } from '../../_helpers/installed.ts';

const hostile = [
  '',
  "it's",
  '"quoted"',
  '#{`touch /tmp/pwned`}',
  '#$0 #@a',
  '\\',
  "\\'",
  "'; system('id') #",
  'line\nbreak',
  'line\r\nbreak',
  '\r',
  "\n__END__\n'",
  '\u0000\u0004\u001a',
  '=begin\n=end',
  'Zürich 東京 🐳',
  '\u2028\u0085\ufeff',
  '%q(x)',
  '{{name}}',
];

test('plain names stay readable', (t) => {
  t.is(rubyLiteral('core-01'), "'core-01'");
  t.is(rubyLiteral("it's \\ #{x}"), String.raw`'it\'s \\ #{x}'`);
  t.is(rubyLiteral(1024), '1024');
  t.is(rubyLiteral(true), 'true');
});

test('a literal is always one line of source', (t) => {
  for (const text of hostile) t.notRegex(rubyLiteral(text), /[\r\n]/);
});

test('what is no string, number or boolean is refused', (t) => {
  for (const value of [undefined, null, Number.NaN, Number.POSITIVE_INFINITY, {}, []]) {
    t.throws(() => rubyLiteral(value), { instanceOf: TypeError, message: /cannot write/ });
  }
});

const withRuby = installed('ruby') ? test : test.skip;

withRuby('Ruby reads every literal as the string it was made from', (t) => {
  const random = fc.sample(fc.string({ unit: 'binary', maxLength: 40 }), { numRuns: 500, seed: 1 });
  const texts = [...hostile, ...random];
  const source = `print [${texts.map(rubyLiteral).join(',\n')}].map { |s| s.encode('UTF-8').unpack1('H*') }.join("\\n")\n`;
  const { stdout, stderr } = spawnSync('ruby', ['-W0', '-'], {
    input: source,
    env: { ...process.env, LC_ALL: 'C' },
  });
  t.is(stderr.toString(), '');
  const read = stdout.toString().split('\n');
  const expected = texts.map((text) =>
    Buffer.from(text.replaceAll(/\p{Surrogate}/gu, '\ufffd')).toString('hex'),
  );
  t.deepEqual(read, expected);
});
