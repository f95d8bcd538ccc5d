/**
 * Our block in a hosts file that is somebody else's. Texts here have one character for each byte (latin1), so that what is not ours
 * stays the same to the byte, whatever it is encoded in.
 */

/** Whose block: the folder of the cluster's swarmlab.yaml, so that it is found again after `down`. */
type Owner = string;

/** A name and where it leads. */
export interface HostName {
  name: string;
  address: string;
}

/** A name that is defined outside of our block; `line` counts from 1. */
export interface TakenName extends HostName {
  line: number;
}

/** What a file is found to be: ours in the middle of what is not. */
interface Parted {
  before: string;
  /** Our block with the end of its last line, if that has one. */
  block: string;
  after: string;
}

/** The text with a block of these names for `owner`: in the place of its old one, else at the end. */
export function withNames(text: string, owner: Owner, names: readonly HostName[]): string {
  const lines = [
    beginOf(owner),
    '# Written by `swarmlab hosts add`; `swarmlab hosts remove` takes it out again.',
    ...names.map(({ name, address }) => `${address} ${name}`),
    endOf(owner),
  ];
  const parted = part(text, owner);
  const eol = lineEndOf(parted?.block ?? text);
  const block = lines.join(eol);
  if (parted) return `${parted.before}${block}${parted.block.endsWith('\n') ? eol : ''}${parted.after}`;
  // A file whose last line has no end is left so, and gets it back when the block goes.
  return text === '' || text.endsWith('\n') ? `${text}${block}${eol}` : `${text}${eol}${block}`;
}

/** The text without the block of `owner`: what it was before, where nobody has changed it since. */
export function withoutNames(text: string, owner: Owner): string {
  const parted = part(text, owner);
  if (!parted) return text;
  const { before, block, after } = parted;
  if (block.endsWith('\n')) return before + after;
  const eol = lineEndOf(block);
  return before.endsWith(eol) ? before.slice(0, -eol.length) : before;
}

/** The names in the block of `owner`; undefined where it has none. */
export function namesOf(text: string, owner: Owner): HostName[] | undefined {
  const parted = part(text, owner);
  return parted && definitions(parted.block).map(({ name, address }) => ({ name, address }));
}

/** The first definition of each name outside of the block of `owner`, by the name in lower case. */
export function takenNames(text: string, owner: Owner): Map<string, TakenName> {
  const parted = part(text, owner);
  // Lines keep their numbers.
  const outside = parted ? `${parted.before}${parted.block.replaceAll(/[^\n]/g, '')}${parted.after}` : text;
  const taken = new Map<string, TakenName>();
  for (const it of definitions(outside)) if (!taken.has(it.name)) taken.set(it.name, it);
  return taken;
}

/** A block whose end was taken out: where it was to end, nobody knows. */
export class EndlessBlock extends Error {
  readonly missing: string;

  constructor(owner: Owner) {
    super(`the block of ${owner} has no end`);
    this.missing = endOf(owner);
  }
}

function part(text: string, owner: Owner): Parted | undefined {
  const lines = text.split(/(?<=\n)/);
  const is = (marker: string) => (line: string) => line.replace(/\r?\n$/, '') === marker;
  const from = lines.findIndex(is(beginOf(owner)));
  if (from < 0) return undefined;
  const to = lines.findIndex((line, i) => i > from && is(endOf(owner))(line));
  if (to < 0) throw new EndlessBlock(owner);
  const join = (some: string[]) => some.join('');
  return {
    before: join(lines.slice(0, from)),
    block: join(lines.slice(from, to + 1)),
    after: join(lines.slice(to + 1)),
  };
}

function definitions(text: string): TakenName[] {
  return text.split('\n').flatMap((line, index) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return names.map((name) => ({ name: name.toLowerCase(), address, line: index + 1 }));
  });
}

/** As in the first line, as most files have only one kind. */
function lineEndOf(text: string): string {
  return /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
}

function beginOf(owner: Owner): string {
  return `# swarmlab hosts: begin ${encodeURI(owner)}`;
}

function endOf(owner: Owner): string {
  return `# swarmlab hosts: end ${encodeURI(owner)}`;
}
