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

/**
 * A lab's solution.sh as something to be typed. Its lines `# on: core-02` begin sections, as for `lab solve`. Of each statement
 * is left out what only keeps a script silent: `--quiet`, `--detach`, `>/dev/null`.
 */
export function readSolution(script: string, firstNode = 'core-01'): Section[] {
  return script
    .split(/^(?=# on: \S+$)/m)
    .map((text) => {
      const node = /^# on: (\S+)\n/.exec(text)?.[1];
      const lines = text.split('\n').slice(node ? 1 : 0);
      return { node: node ?? firstNode, parts: new Reader(lines, script).parts() };
    })
    .filter(({ parts }) => parts.length > 0);
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
  /** Names of functions, and of variables that only unseen statements use. */
  readonly #functions: Map<string, string>;
  readonly #script: string;

  constructor(lines: readonly string[], script: string) {
    this.#lines = lines;
    this.#script = script;
    this.#functions = new Map(
      [...script.matchAll(/^(\w+)\(\) \{(.*)/gm)].map(([, name = '', body = '']) => [name, body]),
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
    const guard = /^(\[ .*? \]) (\|\||&&) (.*)$/s.exec(text);
    if (guard) {
      const [, test, or, then = ''] = guard;
      const yes: Part[] = [this.#one(then, comment)];
      return [{ kind: 'if', condition: or === '||' ? `! ${test}` : `${test}`, yes, no: [] }];
    }
    return [this.#one(text, comment)];
  }

  #one(text: string, comment: string[]): Part {
    if (this.#isUnseen(text)) return { kind: 'unseen', text };
    return { kind: 'typed', text: this.#asTyped(text), comment };
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
    const alwaysUnseen =
      /^(set|trap|read|sleep|exit|if|case|for|while|until|then|:|\[)$/.test(word) || text.startsWith('[ ');
    const body = this.#functions.get(word);
    const passesOn = body?.includes('"$@"') && body.includes('docker') && !text.startsWith(`${word}()`);
    if (alwaysUnseen || (body !== undefined && !passesOn)) return true;
    if (/\|\| (true|:)$/.test(text) || /^echo [^|]*$/.test(text)) return true;
    const variable = /^(\w+)=/.exec(text)?.[1];
    return variable !== undefined && !this.#isShown(variable);
  }

  /** Whether something that is typed uses the variable. */
  #isShown(variable: string): boolean {
    const uses = new RegExp(`\\$\\{?${variable}\\b`);
    return statementsWith(this.#script, uses).some((line) => /^(docker|cat|cd|curl) /.test(line));
  }

  #asTyped(text: string): string {
    const word = /^[\w-]+/.exec(text)?.[0] ?? '';
    const body = this.#functions.get(word)?.trim();
    const call = body ? body.replace(/;? *\}$/, '').replace('"$@"', text.slice(word.length + 1)) : text;
    const spoken = /^docker swarm init/.test(call) ? call : call.replace(/ >\/dev\/null$/, '');
    const service =
      /^(docker service (?:create|update|scale|rollback))((?: --(?:quiet|detach|no-resolve-image))+)/;
    return spoken.replace(
      service,
      (_, command: string, flags: string) =>
        command + (flags.includes('no-resolve-image') ? ' --no-resolve-image' : ''),
    );
  }
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
  const { status, stderr } = spawnSync('bash', ['-n'], { input: `${text}\n`, encoding: 'utf8' });
  // A here-document without its end is a warning alone.
  return status === 0 && stderr === '';
}
