/** The package brings no types; this is what we use of it. */
declare module 'marked-terminal' {
  import type { MarkedExtension } from 'marked';

  export function markedTerminal(options?: Readonly<Record<string, unknown>>): MarkedExtension;
}
