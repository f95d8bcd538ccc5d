import type { NodePlan } from '../../config/schema.ts';
import type { Facts } from '../facts.ts';

/** A machine that runs: what it says of itself, or why it could not be asked, as a sentence with its name. */
export type SeenNode = { plan: NodePlan } & ({ facts: Facts } | { reason: string });

/** Those that said something. */
export function nodesWithFacts(nodes: readonly SeenNode[]): { plan: NodePlan; facts: Facts }[] {
  return nodes.flatMap((node) => ('facts' in node ? [node] : []));
}
