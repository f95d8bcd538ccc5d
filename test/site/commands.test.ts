import test from 'ava';
import { type CommandEntry, commandTree } from '../../slides/site/commands.ts';

const all = (entry: CommandEntry): CommandEntry[] => [entry, ...entry.commands.flatMap(all)];
const named = (entry: CommandEntry, name: string) => all(entry).find((one) => one.name === name);

test('the reference has what help shows, with choices and defaults, and not what help hides', async (t) => {
  const program = await commandTree('en');
  const format = named(program, 'swarmlab grade')?.options.find(({ term }) => term.includes('--format'));
  t.deepEqual([format?.byDefault, format?.choices.includes('junit')], ['markdown', true]);
  t.is(named(program, 'swarmlab lab hint')?.args.length, 2);
  const terms = all(program).flatMap(({ options }) => options.map(({ term }) => term));
  t.true(terms.includes('--no-swarm'));
  t.false(terms.some((term) => term.includes('--until') || term.includes('--help')));
  t.true(all(program).every(({ description, usage }) => description !== '' && usage !== ''));
  t.is(new Set(all(program).map(({ id }) => id)).size, all(program).length, 'every id leads to one place');
});

test('the reference has the same commands in Korean, and leaves the program in English', async (t) => {
  const korean = await commandTree('ko');
  const english = await commandTree('en');
  t.deepEqual(
    all(korean).map(({ id }) => id),
    all(english).map(({ id }) => id),
  );
  t.notRegex(JSON.stringify(english), /[가-힣]/);
});
