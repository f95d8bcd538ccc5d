import type { Collection } from './collection.ts';

/** README.txt of an archive: what is in it, what is not, and what its texts tell of. `at`: when it was made. */
export function readmeText(
  collection: Collection,
  { at, withName }: { at: Date; withName: boolean },
): string {
  const { files, leftOut } = collection;
  const known = collection.knownProblems();
  return `${[
    `What a cluster of Swarmlab was like on ${at.toISOString()}, for whoever helps with it.`,
    'Look through it before you send it: what looks like a secret was replaced by ***, by form and by name.',
    '',
    'In it',
    ...files.map(({ path, note }) => `  ${path}${note ? `  (${note})` : ''}`),
    '',
    'Not in it',
    ...leftOut.map(({ what, why }) => `  ${what}: ${why}`),
    '  private keys; payloads of secrets and configs; what services and containers wrote themselves',
    ...(withName ? [] : ['  your name, e-mail address and home folder (--with-name keeps them)']),
    '',
    'Replaced by ***',
    '  join tokens, unlock keys, PEM blocks, passwords in URLs, authorization headers, bearer tokens',
    '  values of environment variables; what is named password, secret, token or key; long runs of base64',
    '',
    'Known problems that these texts tell of',
    ...(known.length === 0 ? ['  none'] : []),
    ...known.flatMap(({ problem: { code, cause, fix, link }, paths }) => [
      `  ${code}: ${cause.en}.`,
      `    fix: ${fix.en}`,
      `    more: ${link}`,
      `    in: ${paths.join(', ')}`,
    ]),
  ].join('\n')}\n`;
}
