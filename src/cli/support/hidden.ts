/**
 * Takes out of a text who its owner is: a name of several words, an e-mail address, and what leads to the home folder. A name
 * of one word may be any word, and stays where it is not named as such.
 */
export function hidden(
  who: { name?: unknown; email?: unknown } | undefined,
  home: string,
): (text: string) => string {
  const words: [string, string][] = [];
  if (typeof who?.email === 'string' && who.email.includes('@')) words.push([who.email, '(e-mail)']);
  if (typeof who?.name === 'string' && /\S\s+\S/.test(who.name)) words.push([who.name, '(name)']);
  // A system's own home tells nothing.
  if (home.length > 1 && home !== '/root') words.push([home, '~'], [JSON.stringify(home).slice(1, -1), '~']);
  return (text) => words.reduce((left, [word, instead]) => left.replaceAll(word, instead), text);
}
