import { Marked } from 'marked';
import { markedTerminal } from 'marked-terminal';
import type { Io } from '../io.ts';
import { palette } from '../palette.ts';

/** Columns that are good to read, however wide the terminal is. */
const widest = 100;

/** Markdown as a terminal shows it; as it is where standard output is none. */
export function renderMarkdown({ stdout, env }: Pick<Io, 'stdout' | 'env'>, markdown: string): string {
  if (!stdout.isTTY) return markdown;
  const paint = palette(stdout, env);
  const plain = (text: string) => text;
  const marked = new Marked(
    markedTerminal({
      width: Math.min(stdout.columns || 80, widest) - 1,
      reflowText: true,
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
      paragraph: plain,
      listitem: plain,
      table: plain,
      hr: paint.dim,
      tableOptions: { style: { head: [], border: [] } },
    }),
    {
      renderer: {
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
