import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { readMistakes } from '../../../src/course/gate/mistake.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { gateLab } from '../../_helpers/gate-lab.ts';

const good =
  '#!/bin/sh\n# mistake: It is published in host mode.\n# fails: published\n# hint: host-mode\nset -eu\n';

/** Reads mistakes a.sh to d.sh, all good but those given. */
async function read(t: ExecutionContext, changed: Record<string, string | undefined> = {}) {
  const folder = await temporaryFolder(t);
  await mkdir(path.join(folder, 'mistakes'));
  const scripts = { 'a.sh': good, 'b.sh': good, 'c.sh': good, 'd.sh': good, ...changed };
  for (const [name, text] of Object.entries(scripts))
    if (text !== undefined) await writeFile(path.join(folder, 'mistakes', name), text);
  return readMistakes(gateLab(folder));
}

test('a mistake says in its head what it is, the check that fails and the hint that comes', async (t) => {
  const [first, ...others] = await read(t);
  t.is(others.length, 3);
  t.deepEqual(first, {
    script: 'mistakes/a.sh',
    what: 'It is published in host mode.',
    fails: 'published',
    hint: 'host-mode',
  });
});

const wrong: Record<string, [string, RegExp, string]> = {
  'without a hint': [
    good.replace(/# hint.*\n/, ''),
    /^labs\/09-web\/mistakes\/b\.sh:1:1: it does not say its hint$/,
    'add a line `# hint: ...` to its first comment',
  ],
  'with a check that is not there': [
    good.replace('fails: published', 'fails: publish'),
    /b\.sh:3:10: no check has the id publish$/,
    'did you mean published?',
  ],
  'with a hint of another check': [
    good.replace('hint: host-mode', 'hint: any'),
    /b\.sh:4:9: no hint of published has the id any$/,
    'there are host-mode, other',
  ],
  'that says it only behind its first comment': [
    '#!/bin/sh\nset -eu\n# mistake: x\n# fails: published\n# hint: other\n',
    /b\.sh:1:1: it does not say its mistake \(and 2 more\)$/,
    'add a line `# mistake: ...` to its first comment',
  ],
};

for (const [title, [text, message, fix]] of Object.entries(wrong))
  test(`a script ${title} is refused with its place`, async (t) => {
    const error = await t.throwsAsync(read(t, { 'b.sh': text }), { instanceOf: SwarmlabError });
    t.is(error?.code, 'E_LAB_INVALID');
    t.regex(error?.message ?? '', message);
    t.is(error?.fix, fix);
  });

test('three mistakes are too few, and so is no folder of them', async (t) => {
  const three = await t.throwsAsync(read(t, { 'b.sh': undefined }), { instanceOf: SwarmlabError });
  t.is(three?.message, 'labs/09-web/mistakes:1:1: 3 usual mistakes are too few');
  const none = await t.throwsAsync(readMistakes(gateLab(await temporaryFolder(t))), {
    instanceOf: SwarmlabError,
  });
  t.is(none?.message, 'labs/09-web/mistakes:1:1: 0 usual mistakes are too few');
});
