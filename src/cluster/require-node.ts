import { t } from 'ttag';
import { nearest } from '../config/nearest.ts';
import { printable } from '../config/show.ts';
import { SwarmlabError } from '../errors/index.ts';

/** The one of `nodes` with this name; E_UNKNOWN_NODE names the nearest one and all there are. */
export function requireNode<T extends { readonly name: string }>(nodes: readonly T[], name: string): T {
  const found = nodes.find((node) => node.name === name);
  if (found) return found;
  const names = nodes.map((node) => node.name);
  const near = nearest(name, names);
  const [asked, all] = [printable(name), names.join(', ')];
  const known = t`Nodes are: ${all}.`;
  throw new SwarmlabError('E_UNKNOWN_NODE', t`there is no node "${asked}"`, {
    fix: near ? t`Did you mean ${near}? ${known}` : known,
  });
}
