import { marked, type Tokens } from 'marked';

/** What a learner is told to type at one place of a lab's text, and what is shown behind it. */
export interface Typed {
  /** The heading that it stands under. */
  heading: string;
  /** Shell commands, as they stand there. */
  commands: string;
  /** The node of a code block like ```` ```sh on=core-02 ````; undefined where it is the lab's own shell. */
  on?: string;
  /** The indented block that follows the command; undefined where nothing is shown. */
  shown?: string;
}

/** Everything to type in a lab's text, in its order. Source of the tokens: https://marked.js.org/using_pro#lexer */
export function typedIn(text: string): Typed[] {
  const found: Typed[] = [];
  let heading = '';
  let last: Typed | undefined;
  for (const token of marked.lexer(text)) {
    if (token.type === 'space') continue;
    if (token.type === 'heading') heading = (token as Tokens.Heading).text;
    if (token.type !== 'code') {
      last = undefined;
      continue;
    }
    const { text: code, lang } = token as Tokens.Code;
    if (lang?.startsWith('sh')) {
      const on = /\bon=(\S+)/.exec(lang)?.[1];
      last = { heading, commands: code, ...(on ? { on } : {}) };
      found.push(last);
    } else if (last && last.shown === undefined) last.shown = code;
  }
  return found;
}
