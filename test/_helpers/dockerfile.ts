/** The instructions of a Dockerfile, continued lines joined; `ENV` and `EXPOSE` may be said several times. */
export function readDockerfile(text: string): { word: string; rest: string }[] {
  return text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const [, word, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
      return word && rest ? [{ word, rest }] : [];
    });
}

/** `--interval=2s --timeout=1s CMD ["nc"]` -> the words of a recipe's `healthcheck`. */
export function readHealthcheck(rest: string): Record<string, unknown> {
  const options = Object.fromEntries(
    [...rest.matchAll(/--([a-z-]+)=(\S+)/g)].map(([, name = '', value = '']) => [
      name.replace(/-(\w)/, (_, letter) => letter.toUpperCase()),
      name === 'retries' ? Number(value) : value,
    ]),
  );
  const command = rest.replace(/^.*?\bCMD\s+/, '');
  const test = command.startsWith('[') ? ['CMD', ...JSON.parse(command)] : ['CMD-SHELL', command];
  return { test, ...options };
}
