/** What differs each time, and what it becomes. What a lab is about (replicas, states, counts, ports) stays. */
const different: readonly [RegExp, string][] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colours begin with it
  [/\x1b\[[0-9;?]*[A-Za-z]/g, ''],
  [/SWMTKN-1-[\w.-]+/g, 'TOKEN'],
  [/\[[=> ]+\]/g, ''],
  [/"(ran|idle|requests|connections)": [\d.]+/g, '"$1": N'],
  [/"([0-9a-f]{12})": \d+/g, '"$1": N'],
  [/\b[0-9a-z]{25}\b/g, 'ID'],
  // Some ids have no digit in them.
  [/\b[0-9a-z]{12}\b/g, 'ID'],
  [/\b10\.\d+\.\d+\.\d+\b/g, 'ADDRESS'],
  [/\b(?:About an? \w+|Less than a second|\d+ \w+) ago\b/gi, 'AGO'],
  [/\b\d{4}-\d\d-\d\d[ T][\d:.]+(?: \+0000 utc|Z)?/g, 'DATE'],
  [/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]+ GMT/g, 'DATE'],
  [/\bafter \d+ ms\b/g, 'after N ms'],
  [/(?<![\d.])\d+\.\d+\.\d+(?:\+\S+)?(?!\.?\d)/g, 'VERSION'],
  [/\btime check: [\d:.]+/g, 'time check: TIME'],
  [/\s+/g, ' '],
  // Which node and which slot the scheduler takes.
  [/\b(whoami|counter|timecheck)\.\d\b/g, '$1.SLOT'],
  [/@core-0\d\b/g, '@NODE'],
  [/(localhost\/\S+) core-0\d/, '$1 NODE'],
  [/^core-0\d$/, 'NODE'],
];

/** A line without what differs each time. */
function same(line: string): string {
  return different.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line).trim();
}

/** The lines of what a text shows that were not printed; `...` stands for anything, and the order is left open. */
export function missing(shown: string, printed: string): string[] {
  const lines = printed.split(/[\r\n]+/).map(same);
  const all = same(printed);
  return shown.split('\n').filter((line) => {
    const wanted = same(line);
    if (wanted === '') return false;
    const pattern = wanted
      .split(/\.\.\.|…/)
      .map(escaped)
      .join('.*');
    const at = lines.findIndex((printedLine) => new RegExp(`^${pattern}$`).test(printedLine));
    if (at >= 0) lines.splice(at, 1);
    // JSON is broken over lines to fit the page, and was printed in one.
    const isJson = /^\s*(\{|"|\.\.\.)/.test(line);
    return at < 0 && !(isJson && new RegExp(pattern).test(all));
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** What stands in the text for something of this cluster's own, as node ids do: the learner is told to take theirs. */
export class Own {
  readonly #own = new Map<string, string>();

  /** Learns from a line of ids what each of those in the text is here. */
  learn(shown: string, printed: string): void {
    const printedLines = printed.split(/[\r\n]+/);
    for (const line of shown.split('\n')) {
      const [id] = /\b[0-9a-z]{25}\b/.exec(line) ?? [];
      if (!id || this.#own.has(id)) continue;
      const known = new Set(this.#own.values());
      const match = printedLines.find(
        (it) => same(it) === same(line) && ![...known].some((own) => it.includes(own)),
      );
      const [own] = /\b[0-9a-z]{25}\b/.exec(match ?? '') ?? [];
      if (own) this.#own.set(id, own);
    }
    const [token] = /SWMTKN-1-\w+-\w+/.exec(printed) ?? [];
    if (token) this.#own.set('SWMTKN-1-...', token);
  }

  /** The commands with what is the learner's own in them. */
  in(commands: string): string {
    return [...this.#own].reduce((text, [theirs, own]) => text.replaceAll(theirs, own), commands);
  }
}
