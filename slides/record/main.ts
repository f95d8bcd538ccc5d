import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Cast, playingTime, writeCast } from './cast.ts';
import { demoLabs, demoOf, demosFolder, needsImage } from './demos.ts';
import { record } from './record-lab.ts';
import { here } from './solution.ts';
import type { Place } from './terminal.ts';

// usage: node --import=tsx slides/record/main.ts CLUSTER_FOLDER [LAB...]     as scripts/record does it
const [cluster = '', ...asked] = process.argv.slice(2);
const program = [path.resolve('dist/main.js'), '-C', cluster];
const say = (line: string) => process.stderr.write(`${line}\n`);
const swarmlab = (...args: string[]) =>
  execFileSync(process.execPath, [...program, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });

function place(name: string): Place {
  const bash = ['bash', '--norc', '--noprofile'];
  if (name === here) {
    const quoted = [process.execPath, ...program]
      .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
      .join(' ');
    const argv: Place['argv'] = ['script', '--quiet', '--flush', '--command', bash.join(' '), '/dev/null'];
    return { argv, prompt: name, prepare: `swarmlab() { ${quoted} "$@"; }` };
  }
  const config = path.join(cluster, '.swarmlab/ssh_config');
  return { argv: ['ssh', '-F', config, '-q', '-tt', name, bash.join(' ')], prompt: name };
}

/** Whether the cluster's first node has an image. */
function isThere(image: string): boolean {
  return swarmlab('ssh', 'core-01', "docker image ls --format '{{.Repository}}:{{.Tag}}'")
    .split('\n')
    .includes(image);
}

/** What of this computer is to be seen in a cast: its name, its folders. */
function tellingOf(cast: Cast): string[] {
  const shown = cast.events.map(([, , text]) => text).join('');
  // Images are named after localhost; an id may have a short name within it.
  const words = [os.hostname(), os.homedir(), path.resolve(), cluster].filter((word) => word !== 'localhost');
  return words.filter((word) => new RegExp(`(?<!\\w)${word}(?!\\w)`).test(shown));
}

await mkdir(demosFolder, { recursive: true });
for (const id of asked.length > 0 ? asked : demoLabs) {
  const demo = await demoOf(id);
  const { lab } = demo;
  say(`${lab.id}: preparing`);
  swarmlab('lab', 'start', lab.id, '--yes');
  const image = needsImage[lab.id];
  if (image && !isThere(image)) {
    say(`${lab.id}: skipped, for this image cannot be had here: ${image}`);
    continue;
  }
  say(`${lab.id}: recording`);
  const cast = await record({ ...demo, place });
  const telling = tellingOf(cast);
  if (telling.length > 0) throw new Error(`${lab.id}: the recording shows ${telling.join(', ')}`);
  await writeCast(path.join(demosFolder, `${lab.id}.cast`), cast);
  say(`${lab.id}: ${playingTime(cast).toFixed(0)} s, ${cast.events.length} events`);
}
