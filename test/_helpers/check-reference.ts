import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import * as z from 'zod';
import { checkTypes } from '../../src/course/checks/check-types.ts';

/** What the sources say of a check type: its own comment, and that of each parameter. */
interface Told {
  about: string;
  params: Readonly<Record<string, string>>;
}

/** The reference of all check types, Markdown: their parameters and reasons as the program has them, in the words of their sources. */
export function checkReference(): string {
  const told = new Map(
    readdirSync('src/course/checks')
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => toldIn(`src/course/checks/${name}`)),
  );
  const sections = checkTypes.map(({ name, params, reasons, leavesTraces }) => {
    const { about, params: words } = told.get(name) ?? { about: '', params: {} };
    const traces = leavesTraces ? ' Asking leaves traces on the cluster.' : '';
    const rows = parametersOf(params).map(
      ({ key, kind }) => `| \`${key}\` | ${kind} | ${words[key] ?? plain[key] ?? ''} |`,
    );
    const table =
      rows.length > 0 ? `\n\n| parameter | takes | meaning |\n|---|---|---|\n${rows.join('\n')}` : '';
    return `## \`${name}\`\n\n${about}${traces}${table}\n\nFails for: ${reasons.map((it) => `\`${it}\``).join(', ')}`;
  });
  return `${head}\n\n${sections.join('\n\n')}\n`;
}

const head = `# Types of checks

What a lab.yaml may name as the \`type\` of a check. This page is made from the program: \`WRITE=1 npx ava test/course/check-reference.test.ts\`
writes it anew, and without \`WRITE\` that test compares. Beside its own parameters every check has \`id\`, \`type\`, \`hints\`, and perhaps
\`after\` and \`needsImage\` ([README.md](README.md)).`;

/** Parameters that mean the same everywhere, and need no comment of their own. */
const plain: Readonly<Record<string, string>> = {
  service: 'The service, by its name.',
  network: 'The network, by its name.',
  port: 'A port of the nodes.',
  path: 'What to ask for there.',
  host: 'The name that is asked for.',
  router: 'The router, by its name in Traefik.',
  uid: 'Its id in Grafana.',
  label: 'The label, by its name.',
  value: 'Its value.',
};

function parametersOf(params: z.ZodObject): { key: string; kind: string }[] {
  const { properties = {}, required = [] } = z.toJSONSchema(params, { io: 'input' });
  return Object.entries(properties).map(([key, schema]) => {
    const { type, enum: values, items, default: fallback } = schema as z.core.JSONSchema.JSONSchema;
    const one = values ? values.map((it) => `\`${it}\``).join(' or ') : type === 'string' ? 'text' : type;
    const of = (items as z.core.JSONSchema.JSONSchema | undefined)?.type;
    const kind =
      type === 'array' ? `list of ${of === 'string' ? 'text' : of}` : String(one ?? 'see the source');
    const otherwise = fallback === undefined ? '' : `, else \`${JSON.stringify(fallback)}\``;
    return { key, kind: required.includes(key) ? kind : `${kind}, optional${otherwise}` };
  });
}

function toldIn(file: string): [string, Told][] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true);
  const constants = source.statements.filter(ts.isVariableStatement).flatMap((statement) =>
    statement.declarationList.declarations.map(({ name, initializer }) => ({
      name: name.getText(),
      comment: commentOf(statement),
      call: initializer && ts.isCallExpression(initializer) ? initializer : undefined,
    })),
  );
  return constants.flatMap(({ call, comment }): [string, Told][] => {
    const [spec] = call?.arguments ?? [];
    if (call?.expression.getText() !== 'defineCheck' || !spec || !ts.isObjectLiteralExpression(spec))
      return [];
    const textOf = (key: string) => {
      const found = spec.properties.find((it) => it.name?.getText() === key);
      return found && ts.isPropertyAssignment(found) ? found.initializer.getText() : key;
    };
    const shape = constants.find(({ name }) => name === textOf('params'))?.call?.arguments[0];
    const words =
      shape && ts.isObjectLiteralExpression(shape)
        ? shape.properties.map((it) => [it.name?.getText() ?? '', commentOf(it)])
        : [];
    const params = Object.fromEntries(words.filter(([, text]) => text !== ''));
    return [[textOf('name').replaceAll(/['"]/g, ''), { about: comment, params }]];
  });
}

/** The comment before a statement or a property, in one line. */
function commentOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node);
  const text = ts.getTextOfJSDocComment((comment as ts.JSDoc | undefined)?.comment) ?? '';
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}
