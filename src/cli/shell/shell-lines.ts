import type { Changes } from './shell-env.ts';

/** Shells that we speak. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** The user's shell by its SHELL variable; bash where it is none of ours. */
export function shellOf(env: NodeJS.ProcessEnv): Shell {
  const name = env.SHELL?.split('/').at(-1);
  return shells.find((shell) => shell === name) ?? 'bash';
}

/** Lines that make these changes when they are eval'ed. Each ends with a semicolon: fish's eval joins lines with spaces. */
export function shellLines(changes: Changes, shell: Shell): string[] {
  return Object.entries(changes).map(([name, value]) => {
    if (shell === 'fish')
      return value === undefined ? `set -e ${name};` : `set -gx ${name} ${fishValue(name, value)};`;
    return value === undefined ? `unset ${name};` : `export ${name}=${posixQuote(value)};`;
  });
}

function fishValue(name: string, value: string): string {
  return (name === 'PATH' ? value.split(':') : [value]).map(fishQuote).join(' ');
}

function fishQuote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Always in quotes: zsh expands a bare `=word` and `~` in an assignment. */
function posixQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
