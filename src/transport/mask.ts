const secrets: [RegExp, string][] = [
  [/SWMTKN-1-[\w-]+/g, 'SWMTKN-1-***'],
  [/SWMKEY-1-[\w+/=-]+/g, 'SWMKEY-1-***'],
  [/-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g, '-----$1 ***-----'],
];

/** `text` without join tokens, unlock keys and private keys, also where a key is cut off before its end. */
export function mask(text: string): string {
  return secrets.reduce((masked, [pattern, instead]) => masked.replace(pattern, instead), text);
}
