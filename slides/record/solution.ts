import { spawnSync } from 'node:child_process';

/** A part of a solution as a demo shows it. */
export type Part =
  /** A person would type it: shown, behind its comment. */
  | { kind: 'typed'; text: string; comment: string[] }
  /** What lets the script be run again, and its waits: run in the same shell, not shown. */
  | { kind: 'unseen'; text: string }
  /** The condition is asked unseen; one of the two is gone on with. */
  | { kind: 'if'; condition: string; yes: Part[]; no: Part[] };

/** A part of a solution that runs on one node. `node`: its name. */
export interface Section {
  node: string;
  parts: Part[];
}

/** The name of this computer's prompt: where machines are turned off and on, and labs checked. */
export const here = 'laptop';

/**
 * A lab's solution.sh as something to be typed. Its lines `# on: core-02`, `# stop: core-03` and `# start: core-03` mean what they mean
 * to `lab solve`. Of each statement is left out what only keeps a script silent: `--quiet`, `--detach`, `>/dev/null`.
 */
export function readSolution(script: string, firstNode = 'core-01'): Section[] {
  const sections: Section[] = [];
  let node = firstNode;
  for (const text of script.split(/^(?=# (?:on|stop|start): \S+$)/m)) {
    const [head = '', does, named = ''] = /^# (on|stop|start): (\S+)\n?/.exec(text) ?? [];
    if (does === 'on') node = named;
    else if (does)
      sections.push({
        node: here,
        parts: [{ kind: 'typed', text: `swarmlab ${does} ${named}`, comment: [] }],
      });
    const parts = new Reader(text.slice(head.length).split('\n'), script).parts();
    if (parts.length > 0) sections.push({ node, parts });
  }
  return sections;
}

/** All that may be typed, in its order; `branch`: it depends on what is there. */
export function typedIn(parts: readonly Part[], branch = false): { text: string; branch: boolean }[] {
  return parts.flatMap((part) => {
    if (part.kind === 'typed') return [{ text: part.text, branch }];
    return part.kind === 'if' ? [...typedIn(part.yes, true), ...typedIn(part.no, true)] : [];
  });
}

class Reader {
  #at = 0;
  #comment: string[] = [];
  readonly #lines: readonly string[];
  /** The bodies of the script's functions, by name. */
  readonly #functions: ReadonlyMap<string, string>;
  readonly #script: string;

  constructor(lines: readonly string[], script: string) {
    this.#lines = lines;
    this.#script = script;
    const functions = script.matchAll(/^(\w+)\(\) \{(?: (.*?);? \}|\n([\s\S]*?)\n\})$/gm);
    this.#functions = new Map(
      [...functions].map(([, name = '', line, lines]) => [name, line ?? lines ?? '']),
    );
  }

  /** Statements up to one of these words, or the end. */
  parts(...until: string[]): Part[] {
    const found: Part[] = [];
    while (this.#at < this.#lines.length) {
      const line = this.#line();
      if (until.includes(/^\w*/.exec(line)?.[0] ?? '')) break;
      if (line.startsWith('#')) {
        if (!line.startsWith('#!') && !line.startsWith('# shellcheck')) this.#comment.push(line);
        this.#at += 1;
      } else if (line === '') {
        this.#comment = [];
        this.#at += 1;
      } else found.push(...this.#statement());
    }
    return found;
  }

  #statement(): Part[] {
    if (/^if /.test(this.#line()) && !isWhole(this.#line())) return [this.#if()];
    const text = this.#take('');
    const comment = this.#comment;
    this.#comment = [];
    const guard = /^(\[ .*? \]) (\|\||&&)\s+(.*)$/s.exec(text);
    if (guard) {
      const [, test, or, then = ''] = guard;
      const yes = this.#one(then, comment);
      return [{ kind: 'if', condition: or === '||' ? `! ${test}` : `${test}`, yes, no: [] }];
    }
    return this.#one(text, comment);
  }

  #one(text: string, comment: string[]): Part[] {
    const called = this.#called(text);
    if (called) return called.map((part, at) => (at === 0 ? { ...part, comment } : part));
    if (this.#isUnseen(text)) return [{ kind: 'unseen', text }];
    return [{ kind: 'typed', text: asTyped(text), comment }];
  }

  /** What a call of one of the script's functions stands for, where a person would type all of it. */
  #called(text: string): (Part & { kind: 'typed' })[] | undefined {
    const [word = '', ...rest] = text.split(/ +/);
    const body = this.#functions.get(word);
    if (body === undefined || / (\|\||&&|\|) /.test(text)) return undefined;
    const lines = body
      .replaceAll('"$@"', text.slice(word.length + 1))
      .replaceAll(/"?\$(\d)"?/g, (_, at) => (rest[Number(at) - 1] ?? '').replaceAll('"', ''))
      .split('\n');
    const parts = new Reader(lines, this.#script).parts();
    return parts.every((part) => part.kind === 'typed') ? parts : undefined;
  }

  /** Stands at an `if` or `elif` line. */
  #if(): Part {
    const condition = this.#take('\n:\nfi', (text) => text.endsWith('then'))
      .replace(/^(el)?if /, '')
      .replace(/;?\s*then$/, '');
    const yes = this.parts('else', 'elif', 'fi');
    if (/^elif /.test(this.#line())) return { kind: 'if', condition, yes, no: [this.#if()] };
    let no: Part[] = [];
    if (this.#line() === 'else') {
      this.#at += 1;
      no = this.parts('fi');
    }
    this.#at += 1;
    this.#comment = [];
    return { kind: 'if', condition, yes, no };
  }

  #line(): string {
    return (this.#lines[this.#at] ?? '').trim();
  }

  /** The next statement, of as many lines as it takes, without the indentation of its first. `end`: what makes a whole of it. */
  #take(end: string, also: (text: string) => boolean = () => true): string {
    const indentation = /^ */.exec(this.#lines[this.#at] ?? '')?.[0] ?? '';
    let text = '';
    for (;;) {
      const line = this.#lines[this.#at];
      if (line === undefined) throw new Error(`this statement of the solution has no end:\n${text}`);
      this.#at += 1;
      // What stands in a here-document has the indentation that it has.
      const own =
        text.includes('<<') || !line.startsWith(indentation) ? line : line.slice(indentation.length);
      text += text === '' ? own : `\n${own}`;
      const head = end === '' ? text : text.replace(/^elif /, 'if ');
      if (also(text) && isWhole(head + end)) return text;
    }
  }

  #isUnseen(text: string): boolean {
    const word = /^[\w-]+(?=\s|$|\()/.exec(text)?.[0] ?? '';
    if (this.#functions.has(word)) return true;
    if (/^(set|trap|read|sleep|exit|if|case|for|while|until|then|:|\[)$/.test(word)) return true;
    if (/^\[ |\|\| (true|:)$|^echo [^|>]*$/.test(text)) return true;
    const variable = /^(\w+)=/.exec(text)?.[1];
    return variable !== undefined && !this.#isShown(variable);
  }

  /** Whether something that is typed uses the variable. */
  #isShown(variable: string): boolean {
    const uses = new RegExp(`\\$\\{?${variable}\\b`);
    return statementsWith(this.#script, uses).some(
      (line) => /^(docker|cat|cd|curl) /.test(line) || this.#called(line) !== undefined,
    );
  }
}

function asTyped(text: string): string {
  // It would show the join token.
  const spoken = /^docker swarm init/.test(text) ? text : text.replace(/ >\/dev\/null$/, '');
  const service =
    /^(docker service (?:create|update|scale|rollback))((?: --(?:quiet|detach|no-resolve-image))+)/;
  return spoken.replace(
    service,
    (_, command: string, flags: string) =>
      command + (flags.includes('no-resolve-image') ? ' --no-resolve-image' : ''),
  );
}

/** The statements, as far as lines tell them, whose text has it; a here-document counts to its `cat`. */
function statementsWith(script: string, pattern: RegExp): string[] {
  const joined = script
    .replaceAll(/\\\n\s*/g, ' ')
    .replaceAll(
      /^(\s*)(cat .*<<(\w+))\n([\s\S]*?)\n\3$/gm,
      (_, indent, head, __, body) => `${indent}${head} ${body.replaceAll('\n', ' ')}`,
    );
  return joined
    .split('\n')
    .filter((line) => pattern.test(line))
    .map((line) => line.trim());
}

/** Whether a shell would run this, or wait for more of it. */
function isWhole(text: string): boolean {
  if (text.endsWith('\\')) return false;
  // Plain words are a command; no shell has to be asked.
  if (/^(?!(?:if|for|while|until|case)\b)[\w ./:=@,-]+$/.test(text)) return true;
  // Nor whether a here-document has come to its end.
  const mark = /<<'?(\w+)'?/.exec(text)?.[1];
  if (mark && !new RegExp(`^${mark}$`, 'm').test(text)) return false;
  const { status, stderr } = spawnSync('bash', ['-n'], { input: `${text}\n`, encoding: 'utf8' });
  // A here-document without its end is a warning alone.
  return status === 0 && stderr === '';
}
