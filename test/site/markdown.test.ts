import test from 'ava';
import { codeBlock, toHtml, tokensOf } from '../../slides/site/markdown.ts';

const html = (markdown: string) => toHtml(tokensOf(markdown)).html;

test('headings get ids as GitHub makes them, each its own', (t) => {
  const { headings } = toHtml(
    tokensOf('## Scale, and `say` nothing\n\n## 이름이 뜻하는 것\n\n## 이름이 뜻하는 것\n\n### Deeper'),
  );
  t.deepEqual(
    headings.map(({ id }) => id),
    ['scale-and-say-nothing', '이름이-뜻하는-것', '이름이-뜻하는-것-1'],
  );
});

test('what to type stands apart from what is printed, and says on which node', (t) => {
  const text = html('```sh on=core-02\ndocker ps <x>\n```\n\n    printed\n');
  t.regex(text, /class="code typed"><span class="on">core-02<\/span><pre[^>]*><code>docker ps &lt;x&gt;/);
  t.regex(text, /class="code printed"><pre[^>]*><code>printed/);
  t.notRegex(codeBlock('ls', 'sh'), /class="on"/);
});

test('a link into a file that is not in the site is plain text', (t) => {
  t.is(
    html('[a](CONTRIBUTING.md) [b](#there) [c](#gone)\n\n## There'),
    '<p>a <a href="#there">b</a> c</p>\n<h2 id="there">There</h2>\n',
  );
});

test('a link to a file that is a page of the site leads to that page', (t) => {
  const { html: text } = toHtml(tokensOf('[checks](CHECKS.md)'), { 'CHECKS.md': 'authors/checks.html' });
  t.is(text, '<p><a href="authors/checks.html">checks</a></p>\n');
});
