import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { parseCast, playingTime, size } from '../../slides/record/cast.ts';
import { demoLabs, demoOf, demosFolder, needsImage } from '../../slides/record/demos.ts';
import { typedIn } from '../../slides/record/solution.ts';

const casts = readdirSync(demosFolder)
  .filter((name) => name.endsWith('.cast'))
  .map((name) => ({ name, text: readFileSync(path.join(demosFolder, name), 'utf8') }));

test('every demo that can be had without a registry is recorded', (t) => {
  const recorded = casts.map(({ name }) => path.basename(name, '.cast'));
  t.deepEqual(
    // Where such an image can be had, scripts/record records that lab too.
    demoLabs.filter((lab) => !needsImage[lab] && !recorded.includes(lab)),
    [],
  );
});

/** What a terminal shows, without colours and without where it breaks lines. */
const shown = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' sequences begin with it
  text.replaceAll(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replaceAll(/\s+/g, '');

for (const { name, text } of casts) {
  const cast = parseCast(text);
  const output = cast.events.flatMap(([, kind, data]) => (kind === 'o' ? [data] : [])).join('');

  test(`${name} is an asciicast that plays in two minutes at most, without a long pause`, (t) => {
    const { version, width, height, idle_time_limit } = cast.header;
    t.is(version, 2);
    t.deepEqual({ width, height }, size);
    t.true(idle_time_limit <= 3);
    t.true(playingTime(cast) <= 120, `${playingTime(cast)} s`);
    t.true(cast.events.every(([at], index) => at >= (cast.events[index - 1]?.[0] ?? 0)));
  });

  test(`${name} types what the solution of its lab is today; else run scripts/record again`, async (t) => {
    const { title, sections, looks } = await demoOf(path.basename(name, '.cast'));
    t.is(cast.header.title, title);
    const marks = cast.events.flatMap(([, kind, data]) => (kind === 'm' ? [data] : []));
    const wanted = [
      ...sections.flatMap(({ parts }) => typedIn(parts)),
      ...looks.map(({ command }) => ({ text: command, branch: false })),
    ];
    // What hangs on a condition may be absent; nothing else may, and nothing may be there besides.
    let at = 0;
    for (const { text: command, branch } of wanted) {
      if (marks[at] === command) at += 1;
      else t.true(branch, `not typed: ${command}; instead: ${marks[at]}`);
    }
    t.is(at, marks.length, `not of the solution: ${marks[at]}`);
    for (const mark of marks)
      for (const line of mark.split('\n'))
        t.true(shown(output).includes(shown(line)), `not on screen: ${line}`);
  });

  test(`${name} shows no token and nothing of the computer that it was recorded on`, (t) => {
    t.notRegex(text, /SWMTKN|PRIVATE KEY|BEGIN [A-Z ]*KEY/);
    t.notRegex(text, /\/(home|root|srv|work|usr|mnt|Users)\//);
    t.notRegex(text, /swarmlab-record|record-\d|\/tmp\/(?!tmp\.)/);
  });

  test(`${name} ends with checks that all pass`, (t) => {
    const end = shown(output.slice(output.lastIndexOf('swarmlab lab check')));
    t.regex(end, /✔/);
    t.notRegex(end, /✘|✖|error:/);
  });
}
