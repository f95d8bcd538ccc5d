import Table from 'cli-table3';

/** A table without lines, for terminals and pipes alike. */
export function plainTable(head: string[], rows: readonly string[][]): string {
  const table = new Table({
    head,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: noBorders,
  });
  table.push(...rows);
  return table.toString();
}

/** For cli-table3: nothing between the cells. */
export const noBorders = Object.fromEntries(
  ['top', 'bottom', 'mid', 'left', 'right']
    .flatMap((side) => ['', '-mid', '-left', '-right'].map((part) => [`${side}${part}`, '']))
    .concat([['middle', '']]),
);
