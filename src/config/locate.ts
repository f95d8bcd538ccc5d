import { type Document, isAlias, isCollection, isMap, isScalar, isSeq, type LineCounter } from 'yaml';
import type { Finding, Path, Problem } from './problem.ts';

/** Gives a finding its line and column. */
export type Locate = (finding: Finding) => Problem;

interface Spot {
  key: unknown;
  value: unknown;
}

/** Locates findings in a parsed document; what is not written in it is pointed at by the nearest parent that is. */
export function locateIn(doc: Document, lines: LineCounter, file: string): Locate {
  const placed = (finding: Finding, offset: number): Problem => {
    const { severity, message, fix } = finding;
    const { line, col } = lines.linePos(offset);
    return { severity, file, line: Math.max(1, line), column: Math.max(1, col), message, fix };
  };
  return (finding) => {
    const { path, otherwise, onKey } = finding;
    const spot = walk(doc, path) ?? (otherwise && walk(doc, otherwise)) ?? ancestor(doc, path);
    return placed(finding, offsetOf(spot, onKey === true));
  };
}

/** The text of the scalar at a path as it stands in the file, quotes taken off; undefined for anything else. */
export function sourceIn(doc: Document, path: Path): string | undefined {
  const value = walk(doc, path)?.value;
  const scalar = isAlias(value) ? value.resolve(doc) : value;
  return isScalar(scalar) ? scalar.source : undefined;
}

/** For a topology that is in no file yet: everything is at its beginning. */
export function locateNowhere(file: string): Locate {
  return ({ severity, message, fix }) => ({ severity, file, line: 1, column: 1, message, fix });
}

function ancestor(doc: Document, path: Path): Spot {
  for (let length = path.length - 1; length > 0; length--) {
    const spot = walk(doc, path.slice(0, length));
    if (spot) return spot;
  }
  return { key: undefined, value: doc.contents };
}

function walk(doc: Document, path: Path): Spot | undefined {
  let spot: Spot = { key: undefined, value: doc.contents };
  for (const part of path) {
    const parent = isAlias(spot.value) ? spot.value.resolve(doc) : spot.value;
    if (isSeq(parent) && typeof part === 'number' && part < parent.items.length) {
      spot = { key: undefined, value: parent.items[part] };
    } else if (isMap(parent)) {
      // The last one, as for the value itself when a key is given twice.
      const pair = parent.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) return undefined;
      spot = { key: pair.key, value: pair.value };
    } else return undefined;
  }
  return spot;
}

// A scalar is pointed at itself; a list, a mapping or nothing at all by the key that it stands under.
function offsetOf({ key, value }: Spot, onKey: boolean): number {
  const empty =
    isCollection(value) ||
    !value ||
    (isScalar(value) && value.source === '' && !value.type?.startsWith('QUOTE'));
  return start(onKey || empty ? (key ?? value) : value) ?? start(key) ?? 0;
}

function start(node: unknown): number | undefined {
  return isScalar(node) || isCollection(node) || isAlias(node) ? node.range?.[0] : undefined;
}
