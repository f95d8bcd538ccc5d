import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import { renderMarkdown } from '../../../src/cli/lab/render-markdown.ts';

function shown(markdown: string, columns: number): string {
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns });
  return stripVTControlCharacters(renderMarkdown({ stdout, env: {} }, markdown));
}

/** Columns of a line in a terminal: a Hangul syllable takes two. */
function width(line: string): number {
  return [...line].reduce((sum, char) => sum + (/\p{Script=Hangul}/u.test(char) ? 2 : 1), 0);
}

const sentence = '스웜은 노드마다 태스크를 하나씩 실행하고, **매니저**는 그 상태를 계속 지켜봅니다. ';

for (const [what, markdown] of Object.entries({
  paragraph: sentence.repeat(4),
  list: `- ${sentence.repeat(4)}`,
}))
  test(`a Korean ${what} is broken between words where the terminal ends`, (t) => {
    const lines = shown(markdown, 60).trim().split('\n');
    t.true(lines.length > 4);
    for (const line of lines) t.true(width(line) < 60, line);
    t.deepEqual(lines.join(' ').replace('*', '').split(/\s+/).filter(Boolean), words(markdown));
  });

function words(markdown: string): string[] {
  return markdown
    .replace(/\*\*|^- /g, '')
    .split(/\s+/)
    .filter(Boolean);
}

test('what is bold or code in a list is no row of marks', (t) => {
  t.regex(shown('- **`docker node ls`**: the *nodes*', 80), /^ *\* docker node ls: the nodes$/m);
});
