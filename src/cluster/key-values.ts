/** The values in lines `key=value`, by key and in order; a key may come more than once. Other lines are left out. */
export type KeyValues = ReadonlyMap<string, readonly string[]>;

export function keyValues(output: string): KeyValues {
  const all = new Map<string, string[]>();
  for (const line of output.split('\n')) {
    const cut = line.indexOf('=');
    if (cut > 0) all.set(line.slice(0, cut), [...(all.get(line.slice(0, cut)) ?? []), line.slice(cut + 1)]);
  }
  return all;
}
