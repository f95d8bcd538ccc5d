import { writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { clearScenes, setScene } from '../../src/course/scene.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

/** A lab with a scene on core-03, and nodes that note the scripts they get. */
async function staged(t: ExecutionContext, names: readonly string[], scene = true) {
  const folder = await temporaryFolder(t);
  writeFileSync(path.join(folder, 'scene.sh'), '# on: core-03\nbreak it\n');
  writeFileSync(path.join(folder, 'scene-off.sh'), '# on: core-03\nmend it\n');
  const ran: string[] = [];
  const nodes = new Map(
    names.map((name) => [
      name,
      {
        async run({ input = '' }: { input?: string | Buffer }) {
          ran.push(`${name}: ${String(input).trim()}`);
          return { exitCode: 0, stdout: '', stderr: '' };
        },
      },
    ]),
  );
  return { lab: { id: '08-test', folder, scene }, nodes, ran };
}

test('a scene is made and taken away by its scripts', async (t) => {
  const { lab, nodes, ran } = await staged(t, ['core-01', 'core-03']);
  await setScene(lab, nodes);
  await clearScenes(nodes, [lab]);
  t.deepEqual(ran, ['core-03: break it', 'core-03: mend it']);
});

test('a lab without a scene runs nothing', async (t) => {
  const { lab, nodes, ran } = await staged(t, ['core-01', 'core-03'], false);
  await setScene(lab, nodes);
  await clearScenes(nodes, [lab]);
  t.deepEqual(ran, []);
});

test('a cluster without the nodes of a scene has nothing to take away, but cannot begin it', async (t) => {
  const { lab, nodes, ran } = await staged(t, ['core-01']);
  await t.notThrowsAsync(clearScenes(nodes, [lab]));
  await t.throwsAsync(setScene(lab, nodes), { code: 'E_LAB_INVALID' });
  t.deepEqual(ran, []);
});
