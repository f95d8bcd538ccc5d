/** What rules look at. */
export interface Asked {
  /** The Host header. */
  host: string;
  path: string;
  method: string;
}

/** Whether a request matches. */
export type Matcher = (asked: Asked) => boolean;

const matchers: Record<string, (value: string) => Matcher> = {
  Host(value) {
    const wanted = value.toLowerCase().replace(/\.$/, '');
    return ({ host }) => canonical(host) === wanted;
  },
  HostRegexp(value) {
    const pattern = new RegExp(value);
    return ({ host }) => pattern.test(host);
  },
  Path: (value) => {
    const wanted = rooted(value);
    return ({ path }) => path === wanted;
  },
  PathPrefix: (value) => {
    const wanted = rooted(value);
    return ({ path }) => path.startsWith(wanted);
  },
  Method:
    (value) =>
    ({ method }) =>
      method === value,
};

/** Lower case, without port and final dot. */
function canonical(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
}

function rooted(path: string): string {
  if (path.startsWith('/')) return path;
  throw new Error(`path "${path}" does not start with a '/'`);
}

/** Reads a rule: matchers with `&&`, `||`, `!` and parentheses; strings as in Go, in backticks or double quotes. Throws on others. */
export function parseRule(rule: string): Matcher {
  const fail = (why: string): never => {
    throw new Error(`error while parsing rule ${rule}: ${why}`);
  };
  const tokens = tokensOf(rule) ?? fail('illegal token');
  let at = 0;
  const take = (token: string): boolean => {
    if (tokens[at] !== token) return false;
    at++;
    return true;
  };
  const either = (): Matcher => {
    const left = both();
    if (!take('||')) return left;
    const right = either();
    return (asked) => left(asked) || right(asked);
  };
  const both = (): Matcher => {
    const left = one();
    if (!take('&&')) return left;
    const right = both();
    return (asked) => left(asked) && right(asked);
  };
  const one = (): Matcher => {
    if (take('!')) {
      const not = one();
      return (asked) => !not(asked);
    }
    if (take('(')) {
      const inner = either();
      return take(')') ? inner : fail("expected ')'");
    }
    const name = tokens[at++] ?? fail('expected operand');
    const known = Object.keys(matchers).find(
      (one) => one === name || [one.toLowerCase(), one.toUpperCase()].includes(name),
    );
    if (!known) return fail(`unsupported function: ${name}`);
    if (!take('(')) return fail("expected '('");
    const values: string[] = [];
    while (!take(')')) {
      const value = tokens[at++] ?? fail("expected ')'");
      if (value === ',') continue;
      values.push(/^[`"]/.test(value) ? value.slice(1, -1) : fail(`not a string: ${value}`));
    }
    const [value = ''] = values;
    if (values.length !== 1)
      return fail(
        `error while adding rule ${known}: unexpected number of parameters; got ${values.length}, expected one of [1]`,
      );
    return matchers[known]?.(value) ?? fail('expected operand');
  };
  const whole = either();
  return at === tokens.length ? whole : fail(`unexpected ${tokens[at]}`);
}

function tokensOf(rule: string): string[] | undefined {
  const pattern = /\s*(&&|\|\||[!(),]|`[^`]*`|"[^"]*"|[A-Za-z]+)\s*/y;
  const tokens: string[] = [];
  while (pattern.lastIndex < rule.length) {
    const [, token] = pattern.exec(rule) ?? [];
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}
