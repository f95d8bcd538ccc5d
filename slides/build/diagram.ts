import fs from 'node:fs';
import path from 'node:path';
import { instance } from '@viz-js/viz';
import { BuildError } from './build-error.ts';
import { folders } from './folders.ts';
import { loadKorean, translate } from './labels.ts';
import type { Language } from './language.ts';

/** How Graphviz draws by itself; the colours are those of theme.css. */
const attributes = {
  graphAttributes: {
    bgcolor: 'transparent',
    fontname: 'Pretendard',
    fontsize: 20,
    rankdir: 'LR',
    nodesep: 0.4,
    ranksep: 0.7,
  },
  nodeAttributes: {
    shape: 'box',
    style: 'rounded,filled',
    fontname: 'Pretendard',
    fontsize: 20,
    color: '#5b6878',
    fillcolor: '#eef2f7',
    fontcolor: '#17202b',
    margin: '0.25,0.15',
    penwidth: 1.5,
  },
  edgeAttributes: {
    fontname: 'Pretendard',
    fontsize: 18,
    color: '#5b6878',
    fontcolor: '#17202b',
    penwidth: 2,
  },
};

async function source(name: string): Promise<string> {
  const svg = path.join(folders.diagrams, `${name}.svg`);
  if (fs.existsSync(svg)) return fs.readFileSync(svg, 'utf8');
  const dot = path.join(folders.diagrams, `${name}.dot`);
  if (!fs.existsSync(dot))
    throw new BuildError(`There is no slides/diagrams/${name}.svg, and no ${name}.dot.`);
  const viz = await instance();
  return viz.renderString(fs.readFileSync(dot, 'utf8'), { format: 'svg', ...attributes });
}

/**
 * A diagram as one block of HTML.
 *
 * @param id unique in the deck: arrowheads are looked up by it, and one on a hidden slide would not be found
 */
export async function diagramHtml(
  name: string,
  alt: string,
  language: Language,
  id: string,
): Promise<string> {
  const drawn = await source(name);
  const svg = (language === 'ko' ? translate(drawn, loadKorean(name), name) : drawn)
    .replace(/<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>|<!--[\s\S]*?-->|<title>[\s\S]*?<\/title>/g, '')
    .replace(/<svg\b([^>]*)>/, (_, rest: string) => {
      const kept = rest.replace(/\s(width|height|role|aria-label|style)="[^"]*"/g, '');
      const open = `<svg${kept} role="img" aria-label="${escapeAttribute(alt)}" style="--arrow:url(#${id});--hot-arrow:url(#${id}-hot)">`;
      return `${open}<defs>${arrowhead(id, 'tip')}${arrowhead(`${id}-hot`, 'hot-tip')}</defs>`;
    })
    .trim();
  // A blank line would end the block of HTML, and the rest would be read as Markdown.
  return `<div class="diagram">${svg.replace(/\n\s*/g, '\n')}</div>`;
}

function arrowhead(id: string, style: string): string {
  const shape = '<path d="M0 0 L10 5 L0 10 z"/>';
  return `<marker id="${id}" class="${style}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto-start-reverse">${shape}</marker>`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
