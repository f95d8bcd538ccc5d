import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod/v4';
import { needsImage } from '../record/demos.ts';
import { BuildError } from './build-error.ts';
import { folders } from './folders.ts';
import type { Language } from './language.ts';
import { words } from './words.ts';

const header = z.looseObject({
  version: z.literal(2),
  width: z.number().positive(),
  height: z.number().positive(),
});

/** The place on a slide where a demo plays. */
export function demoHtml(name: string): string {
  return `<div class="demo" data-cast="${name}"></div>`;
}

/** What a slide says instead of a demo that could not be recorded, for want of an image; undefined where there is one. */
export function absentDemo(name: string, language: Language): string | undefined {
  const image = needsImage[name];
  if (!image || fs.existsSync(path.join(folders.demos, `${name}.cast`))) return undefined;
  return `${words.noDemo[language]} \`${image}\`. \`scripts/record ${name}\``;
}

/** A recording, as it stands in the file: asciicast v2. */
export function loadCast(name: string): string {
  const file = path.join(folders.demos, `${name}.cast`);
  if (!fs.existsSync(file)) {
    throw new BuildError(`slides/demos/${name}.cast is missing: record it with scripts/record ${name}.`);
  }
  const text = fs.readFileSync(file, 'utf8');
  const first = header.safeParse(JSON.parse(text.split('\n')[0] ?? ''));
  if (!first.success) throw new BuildError(`${file} is not an asciicast of version 2.`);
  return text;
}

/** What the page of a deck needs to play its demos: the player, the recordings, and a few lines that bring them together. */
export function playerHtml(demos: string[]): string {
  if (demos.length === 0) return '';
  const bundle = path.join(folders.packages, 'asciinema-player', 'dist', 'bundle');
  const casts = demos.map((name) => {
    const text = JSON.stringify(loadCast(name)).replaceAll('<', '\\u003c');
    return `<script type="application/json" id="cast-${name}">${text}</script>`;
  });
  const style = fs.readFileSync(path.join(bundle, 'asciinema-player.css'), 'utf8');
  const player = fs.readFileSync(path.join(bundle, 'asciinema-player.min.js'), 'utf8');
  const boot = fs.readFileSync(path.join(folders.slides, 'play-demos.js'), 'utf8');
  // What the slide hands down (line height, breaking of words) would make the player measure its letters wrongly.
  const apart = ':host { all: initial; display: block }';
  const onPaper = '@media print { .ap-overlay, .ap-control-bar { display: none } }';
  return [
    // The player measures its letters in the page itself, outside of any shadow root.
    `<style>${style}</style>`,
    `<template id="player-style"><style>${style}\n${apart}\n${onPaper}</style></template>`,
    ...casts,
    `<script>${player.replaceAll('</script', '<\\/script')}</script>`,
    `<script>${boot}</script>`,
  ].join('\n');
}
