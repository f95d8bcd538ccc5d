import { Marked, type Token, type Tokens } from 'marked';

/** A heading of a text, as a fragment leads to it. */
export interface Heading {
  id: string;
  html: string;
}

/** The tokens of a text. Source of their shapes: https://marked.js.org/using_pro#lexer */
export function tokensOf(markdown: string): Token[] {
  return new Marked().lexer(markdown);
}

/**
 * Markdown as the site shows it: headings with ids, what to type apart from what is printed, tables and code that scroll in a box of
 * their own. A link that leads nowhere in the site becomes plain text. `pages`: pages of the site by the files that texts link to.
 */
export function toHtml(
  tokens: readonly Token[],
  pages: Readonly<Record<string, string>> = {},
): { html: string; headings: Heading[] } {
  const ids = new Set<string>();
  const marked = new Marked();
  const headings = tokens
    .filter((token): token is Tokens.Heading => token.type === 'heading')
    .map(({ text, depth }) => ({ id: unique(slug(text), ids), html: inline(text), depth }));
  let at = 0;
  marked.use({
    renderer: {
      heading({ depth, tokens: inner }) {
        const id = headings[at]?.id ?? '';
        at += 1;
        return `<h${depth} id="${id}">${this.parser.parseInline(inner)}</h${depth}>\n`;
      },
      code({ text, lang }) {
        return codeBlock(text, lang);
      },
      link({ href, tokens: inner }) {
        const html = this.parser.parseInline(inner);
        const leads = /^https?:/.test(href) || (href.startsWith('#') && ids.has(href.slice(1)));
        const to = pages[href] ?? (leads ? href : undefined);
        return to ? `<a href="${escapeHtml(to)}">${html}</a>` : html;
      },
      table(token) {
        const row = (cells: Tokens.TableCell[], tag: string) =>
          `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`;
        const body = token.rows.map((cells) => row(cells, 'td')).join('\n');
        return `<div class="scrolls" tabindex="0"><table><thead>${row(token.header, 'th')}</thead><tbody>${body}</tbody></table></div>\n`;
      },
    },
  });
  const html = marked.parser([...tokens]);
  return {
    html,
    headings: headings.filter(({ depth }) => depth === 2).map(({ id, html }) => ({ id, html })),
  };
}

/** A line of Markdown, without a paragraph around it. */
export function inline(markdown: string): string {
  return new Marked().parseInline(markdown, { async: false });
}

/** A block of code. `lang`: as behind the backticks of a block, `sh on=core-02`; without it, it is what was printed. */
export function codeBlock(text: string, lang?: string): string {
  const on = /\bon=(\S+)/.exec(lang ?? '')?.[1];
  const label = on ? `<span class="on">${escapeHtml(on)}</span>` : '';
  const kind = lang ? 'typed' : 'printed';
  return `<div class="code ${kind}">${label}<pre tabindex="0"><code>${escapeHtml(text)}</code></pre></div>\n`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** As GitHub makes them, so that a fragment written there leads to the same place here. */
function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

function unique(id: string, taken: Set<string>): string {
  let name = id;
  for (let n = 1; taken.has(name); n += 1) name = `${id}-${n}`;
  taken.add(name);
  return name;
}
