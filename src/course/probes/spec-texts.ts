/** A text in a service's spec, and where it stands, in words for people: never the text itself. */
export interface SpecText {
  /** As in `the variable PASSWORD`. */
  place: string;
  text: string;
}

/**
 * Every text of a service's spec, names of keys too, as `docker service inspect` shows them to whoever may ask a manager.
 * `spec`: the engine's own JSON.
 */
export function textsOf(spec: unknown, path: readonly string[] = []): SpecText[] {
  if (typeof spec === 'string') return [{ place: placeOf(path, spec), text: spec }];
  if (Array.isArray(spec)) return spec.flatMap((one) => textsOf(one, path));
  if (typeof spec !== 'object' || spec === null) return [];
  return Object.entries(spec).flatMap(([key, value]) => [
    { place: placeOf([...path, 'a key'], key), text: key },
    ...textsOf(value, [...path, key]),
  ]);
}

function placeOf(path: readonly string[], text: string): string {
  const [key = ''] = path.slice(-1);
  const [group = ''] = path.slice(-2);
  if (key === 'Env') return `the variable ${text.split('=', 1)[0]}`;
  if (key === 'Args' || key === 'Command') return 'its arguments';
  if (path.includes('Labels')) return group === 'Labels' && key !== 'a key' ? `the label ${key}` : 'a label';
  return path.join('.');
}
