const secrets: [RegExp, string][] = [
  [/SWMTKN-1-[\w-]+/g, 'SWMTKN-1-***'],
  [/SWMKEY-1-[\w+/=-]+/g, 'SWMKEY-1-***'],
  [/-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g, '-----$1 ***-----'],
  // `https://user:password@host`; the password may hold another @.
  [/(:\/\/[^\s/:@'"]{0,200}):[^\s/'"]{1,500}@/g, '$1:***@'],
  [/((?:authorization|x-registry-auth|cookie)['"]?\s{0,3}[:=]\s{0,3}['"]?)[^'"\r\n]+/gi, '$1***'],
];

/**
 * `text` without join tokens, unlock keys and private keys, also where a key is cut off before its end, passwords in URLs and
 * what HTTP headers authorize with.
 */
export function mask(text: string): string {
  return secrets.reduce((masked, [pattern, instead]) => masked.replace(pattern, instead), text);
}
