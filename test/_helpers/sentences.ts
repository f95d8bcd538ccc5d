import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A sentence of the program, as its source has it: t`...`, or ngettext(msgid`...`, `...`, n). */
export interface Sentence {
  /** As in `src/course/check-lab.ts:12`. */
  at: string;
  /** With the names of its values, as in `${ name }: x`. */
  msgid: string;
  plural?: string;
  /** What is wrong with how it is written; none when absent. */
  wrong?: string;
}

/** Every sentence in the TypeScript files of a folder. */
export function sentencesIn(folder: string): Sentence[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((it) => it.endsWith('.ts'));
  return files.sort().flatMap((name) => {
    const file = path.join(folder, name);
    return sentencesOf(file, readFileSync(file, 'utf8'));
  });
}

/** Every sentence in one source. */
export function sentencesOf(file: string, text: string): Sentence[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const found: Sentence[] = [];
  const visit = (node: ts.Node): void => {
    const sentence = sentenceAt(node);
    if (sentence) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({ at: `${file}:${line + 1}`, ...sentence });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function sentenceAt(node: ts.Node): Omit<Sentence, 'at'> | undefined {
  if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 't')
    return written(node, [node.template]);
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'ngettext') return undefined;
  const [one, many] = node.arguments;
  if (!one || !ts.isTaggedTemplateExpression(one) || !many || !ts.isTemplateLiteral(many))
    return { msgid: node.getText(), wrong: 'is not written as ngettext(msgid`...`, `...`, n)' };
  return written(node, [one.template, many]);
}

function written(
  node: ts.Node,
  templates: [ts.TemplateLiteral, ...ts.TemplateLiteral[]],
): Omit<Sentence, 'at'> {
  const [msgid = '', plural] = templates.map(textOf);
  const wrong = !isInFunction(node)
    ? 'is made when the file is loaded, before the language is known'
    : templates.map(wrongIn).find((it) => it !== undefined);
  return { msgid, ...(plural === undefined ? {} : { plural }), ...(wrong ? { wrong } : {}) };
}

function textOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  const spans = template.templateSpans.map(
    ({ expression, literal }) => `\${ ${expression.getText()} }${literal.text}`,
  );
  return template.head.text + spans.join('');
}

function wrongIn(template: ts.TemplateLiteral): string | undefined {
  const text = textOf(template);
  if (text.trim() !== text) return 'begins or ends in white space';
  if (text.includes('\n')) return 'has a line break in it';
  if (ts.isNoSubstitutionTemplateLiteral(template)) return undefined;
  const other = template.templateSpans.find(({ expression }) => !isName(expression));
  return other && `has \${${other.expression.getText()}} in it: give that a name first`;
}

/** A name, or a member of one. */
function isName(value: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(value))
    return !value.questionDotToken && ts.isIdentifier(value.name) && isName(value.expression);
  return ts.isIdentifier(value) || value.kind === ts.SyntaxKind.ThisKeyword;
}

function isInFunction(node: ts.Node): boolean {
  return ts.findAncestor(node, (it) => ts.isFunctionLike(it)) !== undefined;
}

/** The values in a sentence, sorted, each as often as it is there. */
export function valuesIn(text: string): string[] {
  return [...text.matchAll(/\$\{\s*([^}]*?)\s*\}/g)].map(([, name = '']) => name).sort();
}
