import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { runLabScript } from '../../src/course/lab-script.ts';
import { localRunner } from '../../src/transport/local.ts';
import { temporaryFolder } from '../_helpers/folder.ts';
import { MemoryJournal } from '../_helpers/memory-journal.ts';

/** A lab whose solution is `text`, and nodes that run it on this computer and leave their name in a file. */
async function labWith(t: ExecutionContext, text: string) {
  const folder = await temporaryFolder(t);
  const journal = new MemoryJournal();
  const names = ['core-01', 'core-02'];
  for (const name of names) await mkdir(path.join(folder, name));
  await writeFile(path.join(folder, 'solution.sh'), text);
  const runner = localRunner(journal);
  const nodes = new Map(
    names.map((name) => [
      name,
      {
        run: (command: Parameters<typeof runner.run>[0]) =>
          runner.run({ ...command, cwd: path.join(folder, name) }),
      },
    ]),
  );
  return { lab: { id: '09-test', folder }, nodes, journal };
}

test('each part runs on its node and gets what the one before wrote', async (t) => {
  const { lab, nodes } = await labWith(
    t,
    '#!/bin/sh\nset -eu\necho "token of $(basename "$PWD")"\n# on: core-02\nread -r token\necho "$(basename "$PWD") got: $token"\n',
  );
  t.is(await runLabScript(lab, 'solution.sh', nodes), 'core-02 got: token of core-01\n');
});

test('neither the script nor what it wrote stands in the journal', async (t) => {
  const { lab, nodes, journal } = await labWith(
    t,
    'password=\'correct horse\'\necho "$password" | tr a-z A-Z\n',
  );
  t.is(await runLabScript(lab, 'solution.sh', nodes), 'CORRECT HORSE\n');
  t.true(journal.entries.length > 0);
  t.false(journal.entries.some((entry) => /correct horse/i.test(entry)));
});

test('a part that fails is told with its line, its node and its last words', async (t) => {
  const { lab, nodes } = await labWith(t, 'echo one\n# on: core-02\necho broken >&2; exit 3\n');
  await t.throwsAsync(runLabScript(lab, 'solution.sh', nodes), {
    code: 'E_NODE_COMMAND',
    message: 'labs/09-test/solution.sh:2 ended with 3 on core-02: broken',
  });
});

test('a node that there is not is refused with file and line', async (t) => {
  const { lab, nodes } = await labWith(t, 'echo one\n# on: core-09\necho two\n');
  await t.throwsAsync(runLabScript(lab, 'solution.sh', nodes), {
    code: 'E_LAB_INVALID',
    message: 'labs/09-test/solution.sh:2: no node is named core-09',
  });
});

test('a machine is turned off and on where the script says so, and the script goes on where it was', async (t) => {
  const { lab, nodes } = await labWith(
    t,
    'echo before\n# stop: core-02\nread -r word; echo "$word, between on $(basename "$PWD")"\n# start: core-02\ncat\n',
  );
  const turned: string[] = [];
  const machines = new Map(
    [...nodes].map(([name, node]) => [
      name,
      {
        ...node,
        stop: async () => void turned.push(`stop ${name}`),
        start: async () => void turned.push(`start ${name}`),
      },
    ]),
  );
  t.is(await runLabScript(lab, 'solution.sh', machines), 'before, between on core-01\n');
  t.deepEqual(turned, ['stop core-02', 'start core-02']);
});

test('a machine that is not ours is not turned off, and the line that asks for it is named', async (t) => {
  const { lab, nodes } = await labWith(t, 'true\n# stop: core-02\n');
  await t.throwsAsync(runLabScript(lab, 'solution.sh', nodes), {
    code: 'E_NO_MACHINES',
    message: 'labs/09-test/solution.sh:2: core-02 is not ours to stop',
  });
});

test('a part that writes `done` ends the script', async (t) => {
  const { lab, nodes } = await labWith(t, 'echo done\n# stop: core-02\n# on: core-02\nexit 1\n');
  t.is(await runLabScript(lab, 'solution.sh', nodes), 'done\n');
});
