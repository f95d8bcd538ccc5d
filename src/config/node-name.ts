/** What the node at `index` of the list is called unless somebody names it: `core-01` for 0. */
export function nodeName(index: number): string {
  return `core-${String(index + 1).padStart(2, '0')}`;
}
