import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { runSolution } from '../../src/course/solution.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { explained } from '../../src/errors/known-problems.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const [, refusal = ''] = readFileSync(
  'test/fixtures/known-problems/changed-meanwhile-service.txt',
  'utf8',
).split('\n');

/** A lab with a solution, and a node that refuses it `times` times with `said` on standard error. */
async function refusing(t: ExecutionContext, times: number, said: string) {
  const folder = await temporaryFolder(t);
  await writeFile(path.join(folder, 'solution.sh'), 'docker service update web\n');
  let runs = 0;
  const run = async () => {
    runs += 1;
    const exitCode = runs > times ? 0 : 1;
    return { exitCode, stdout: '', stderr: exitCode === 0 ? '' : said };
  };
  const solve = () => runSolution({ id: '09-test', folder }, new Map([['core-01', { run }]]));
  return { solve, runs: () => runs };
}

test('a solution that comes between a manager’s reading and writing is run again', async (t) => {
  const { solve, runs } = await refusing(t, 1, refusal);
  await solve();
  t.is(runs(), 2);
});

test('one that is refused again and again ends, and says what to do', async (t) => {
  const { solve, runs } = await refusing(t, 100, refusal);
  const error = (await t.throwsAsync(solve(), { instanceOf: SwarmlabError })) as SwarmlabError;
  t.is(runs(), 4);
  t.is(explained(error).fix, 'Nothing is lost: run the same command again.');
});

test('one that fails for another reason is not run again', async (t) => {
  const { solve, runs } = await refusing(t, 1, 'Error: No such service: web\n');
  await t.throwsAsync(solve(), { code: 'E_NODE_COMMAND' });
  t.is(runs(), 1);
});
