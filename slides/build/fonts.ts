import fs from 'node:fs';
import path from 'node:path';
import subsetFont from 'subset-font';
import { folders } from './folders.ts';

/** Pretendard by Kil Hyung-jin, under the SIL Open Font License 1.1 (https://github.com/orioncactus/pretendard). */
const weights = [
  { weight: 400, file: 'Pretendard-Regular.woff2' },
  { weight: 700, file: 'Pretendard-Bold.woff2' },
];

/** `@font-face` rules with the glyphs of `text`, and of all ASCII, within them. */
export async function fontFaces(text: string): Promise<string> {
  const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
  const faces = weights.map(async ({ weight, file }) => {
    const whole = fs.readFileSync(
      path.join(folders.packages, 'pretendard', 'dist', 'web', 'static', 'woff2', file),
    );
    const part = await subsetFont(whole, text + ascii, { targetFormat: 'woff2' });
    const url = `data:font/woff2;base64,${part.toString('base64')}`;
    return `@font-face { font-family: Pretendard; font-weight: ${weight}; src: url(${url}) format("woff2"); }`;
  });
  return (await Promise.all(faces)).join('\n');
}
