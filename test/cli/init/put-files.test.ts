import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type PutOptions, putFiles } from '../../../src/cli/init/put-files.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';

const files = [
  { name: 'plan', content: 'new plan\n', leads: true },
  { name: 'follows', content: 'new\n' },
  { name: '.state/schema', content: '{}\n', ours: true },
];

async function setUp(t: ExecutionContext, there: Record<string, string>) {
  const folder = await temporaryFolder(t);
  for (const [name, content] of Object.entries(there)) await writeFile(path.join(folder, name), content);
  const shown: string[] = [];
  const asked: string[] = [];
  const put = async (differing: PutOptions['differing'], yes: readonly string[] = []) => {
    const options: PutOptions = {
      folder,
      differing,
      show: (diff) => shown.push(diff),
      confirm: async (name) => {
        asked.push(name);
        return yes.includes(name);
      },
    };
    return Object.fromEntries((await putFiles(files, options)).map(({ name, outcome }) => [name, outcome]));
  };
  const text = (name: string) => readFile(path.join(folder, name), 'utf8');
  return { folder, put, shown, asked, text };
}

test('into an empty folder everything is written, and a second time nothing', async (t) => {
  const { put, asked } = await setUp(t, {});
  t.deepEqual(await put('refuse'), { plan: 'written', follows: 'written', '.state/schema': 'written' });
  t.deepEqual(await put('refuse'), { plan: 'unchanged', follows: 'unchanged', '.state/schema': 'unchanged' });
  t.deepEqual(asked, []);
});

test('a file that differs is shown as a diff and replaced only after a yes', async (t) => {
  const { put, shown, asked, text } = await setUp(t, { plan: 'my plan\n', follows: 'mine\n' });
  t.deepEqual(await put('ask', ['plan']), { plan: 'replaced', follows: 'kept', '.state/schema': 'written' });
  t.deepEqual(asked, ['plan', 'follows']);
  t.regex(shown[0] ?? '', /-my plan\n\+new plan/);
  t.is(await text('follows'), 'mine\n');
});

test('where the first file is kept, so is everything', async (t) => {
  const { folder, put, asked } = await setUp(t, { plan: 'my plan\n' });
  t.deepEqual(await put('ask'), { plan: 'kept', follows: 'kept', '.state/schema': 'kept' });
  t.deepEqual(asked, ['plan']);
  t.deepEqual(await readdir(folder), ['plan']);
});

test('where nobody can be asked nothing is written, and the files are named', async (t) => {
  const { folder, put, shown } = await setUp(t, { follows: 'mine\n' });
  await t.throwsAsync(put('refuse'), { code: 'E_USAGE', message: /^follows is there already and differs/ });
  t.is(shown.length, 1);
  t.deepEqual(await readdir(folder), ['follows']);
});

test('forced, it replaces without asking', async (t) => {
  const { put, asked, text } = await setUp(t, { plan: 'my plan\n' });
  t.is((await put('replace')).plan, 'replaced');
  t.deepEqual(asked, []);
  t.is(await text('plan'), 'new plan\n');
});
