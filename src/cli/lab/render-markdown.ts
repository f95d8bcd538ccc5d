import { Marked } from 'marked';
import { markedTerminal } from 'marked-terminal';
import type { Io } from '../io.ts';
import { palette } from '../palette.ts';
import { wrapped } from '../wrapped.ts';

/** Columns that are good to read, however wide the terminal is. */
const widest = 100;
/** Columns that a list's item stands to the right. */
const bullet = 6;

/** Markdown as a terminal shows it; as it is where standard output is none. */
export function renderMarkdown({ stdout, env }: Pick<Io, 'stdout' | 'env'>, markdown: string): string {
  if (!stdout.isTTY) return markdown;
  const paint = palette(stdout, env);
  const plain = (text: string) => text;
  const columns = Math.min(stdout.columns || 80, widest) - 1;
  const marked = new Marked(
    markedTerminal({
      // Its own reflow counts characters, of which Korean ones are two columns wide.
      reflowText: false,
      showSectionPrefix: false,
      emoji: false,
      firstHeading: (text: string) => paint.bold(paint.underline(text)),
      heading: paint.bold,
      strong: paint.bold,
      em: paint.italic,
      codespan: paint.cyan,
      link: paint.blue,
      href: paint.underline,
      blockquote: paint.dim,
      html: paint.dim,
      paragraph: (text: string) => wrapped(text, columns),
      listitem: (text: string) => wrapped(text, columns - bullet),
      table: plain,
      hr: paint.dim,
      tableOptions: { style: { head: [], border: [] } },
    }),
    {
      renderer: {
        // The library shows the marks of what is bold or code in a list's item; elsewhere it is asked for words alone.
        text(token) {
          return 'tokens' in token && token.tokens ? this.parser.parseInline(token.tokens) : false;
        },
        // What to type stands out from what is printed. The library would colour words of both as a programming language's.
        code({ text, lang }) {
          const colour = lang ? paint.cyan : paint.dim;
          return `${text.replace(/^.*$/gm, (line) => `    ${colour(line)}`)}\n\n`;
        },
      },
    },
  );
  return marked.parse(markdown, { async: false });
}
