import { type Document, isCollection, isScalar, visit, type YAMLError } from 'yaml';

/** Where the quote or bracket opens that the parser misses the end of, which it notices only far below. */
export function openedAt(doc: Document, text: string, error: YAMLError): number | undefined {
  const unclosed = error.code === 'MISSING_CHAR' || error.code === 'BAD_INDENT';
  if (!unclosed || !/closing|end with a [\]}]/.test(error.message)) return undefined;
  let opened: number | undefined;
  visit(doc, {
    Node(_, node) {
      const [from, to] = node.range ?? [0, -1];
      const quoted = isScalar(node) && node.type?.startsWith('QUOTE');
      // A lone `key: value` inside brackets is a mapping too, which nothing opens.
      const flow = isCollection(node) && node.flow === true && '[{'.includes(text.charAt(from));
      if ((quoted || flow) && from <= error.pos[0] && error.pos[0] <= to + 1) opened = from;
    },
  });
  return opened;
}
