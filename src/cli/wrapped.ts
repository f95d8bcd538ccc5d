import Table from 'cli-table3';
import { noBorders } from './plain-table.ts';

/** The words of `text` in lines of at most so many columns, as a terminal counts them: a Hangul syllable takes two. Colours stay. */
export function wrapped(text: string, columns: number): string {
  const table = new Table({
    colWidths: [columns],
    wordWrap: true,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    chars: noBorders,
  });
  table.push([text.replace(/\s*\n\s*/g, ' ')]);
  return table.toString().replace(/ +$/gm, '');
}
