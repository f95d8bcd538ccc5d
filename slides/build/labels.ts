import fs from 'node:fs';
import path from 'node:path';
import YAML from 'yaml';
import * as z from 'zod/v4';
import { BuildError } from './build-error.ts';
import { folders } from './folders.ts';

/** What a browser would not show: prolog, comments, and Graphviz's titles, which are names of nodes. */
const unseen = /<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>|<!--[\s\S]*?-->|<title>[\s\S]*?<\/title>/g;
const label = />([^<>]*[^<>\s][^<>]*)</g;

/** The labels of an SVG, as they stand in it. */
export function labelsOf(svg: string): string[] {
  return [...new Set([...svg.replace(unseen, '').matchAll(label)].map((match) => (match[1] ?? '').trim()))];
}

/** The labels of a Graphviz source: each stands in a `label="..."`. */
export function labelsOfDot(dot: string): string[] {
  const labels = [...dot.matchAll(/label="([^"]+)"/g)].flatMap((match) => (match[1] ?? '').split('\\n'));
  return [...new Set(labels)];
}

/** An SVG with every label in Korean. Throws where the table lacks one. */
export function translate(svg: string, korean: Record<string, string>, name: string): string {
  return svg.replace(unseen, '').replace(label, (_, found: string) => {
    const words = korean[decode(found.trim())];
    if (words === undefined)
      throw new BuildError(`slides/diagrams/${name}.ko.yaml lacks the label "${found.trim()}".`);
    return `>${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}<`;
  });
}

function decode(text: string): string {
  return text
    .replaceAll('&#160;', ' ')
    .replaceAll('&#45;', '-')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

export function loadKorean(name: string): Record<string, string> {
  const file = path.join(folders.diagrams, `${name}.ko.yaml`);
  if (!fs.existsSync(file))
    throw new BuildError(`${file} is missing: it has each label of the diagram in Korean.`);
  return z.record(z.string(), z.coerce.string()).parse(YAML.parse(fs.readFileSync(file, 'utf8')));
}
