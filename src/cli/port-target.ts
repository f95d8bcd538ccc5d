import { t } from 'ttag';
import { printable } from '../config/show.ts';
import { SwarmlabError } from '../errors/index.ts';
import { wholeNumber } from './whole-number.ts';

/** What `[NODE:]PORT` says. */
export interface PortTarget {
  node?: string;
  port: number;
}

/** Reads `[NODE:]PORT`; E_USAGE. */
export function portTarget(text: string): PortTarget {
  const [, node, port] = /^(?:([^:]*):)?([^:]*)$/.exec(text) ?? [];
  if (port === undefined || node === '') {
    const said = printable(text);
    throw new SwarmlabError('E_USAGE', t`"${said}" is not [NODE:]PORT`, {
      fix: t`Write it as in: swarmlab forward core-02:8080`,
    });
  }
  return { ...(node === undefined ? {} : { node }), port: portNumber(t`the port`, port) };
}

/** A TCP port; E_USAGE. */
export function portNumber(what: string, text: string): number {
  return wholeNumber(what, text, { least: 1, most: 65_535, example: '8080' });
}
