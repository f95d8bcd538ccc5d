import path from 'node:path';
import { t } from 'ttag';
import { printable } from '../config/show.ts';
import { SwarmlabError } from '../errors/index.ts';
import { isUrl } from '../kit/origin.ts';
import type { CommandContext } from './context.ts';

/** The kit that `--bundle` names: an absolute folder, or a URL without its last slash. E_USAGE for one that cannot be used. */
export function kitMeant(context: CommandContext, text: string): string {
  // What a learner copies off a blackboard.
  const meant = /^[\w.-]+:\d{1,5}\/?$/.test(text) ? `http://${text}` : text;
  if (!isUrl(meant)) return kitFolder(context, text);
  const url = URL.canParse(meant) ? new URL(meant) : undefined;
  if (url && url.username === '' && url.password === '' && url.search === '' && url.hash === '')
    return url.href.replace(/\/+$/, '');
  const said = printable(text);
  throw new SwarmlabError('E_USAGE', t`"${said}" is not the address of a kit`, {
    fix: t`Write it as in: swarmlab up --bundle http://192.168.1.5:8321`,
  });
}

/** A folder on the command line, absolute. */
export function kitFolder({ io, folder }: CommandContext, text: string): string {
  return path.resolve(io.cwd(), folder, text);
}
