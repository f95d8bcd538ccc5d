import { t } from 'ttag';
import { changeNode, type SwarmNode, swarmNodes } from '../cluster/swarm.ts';
import { type EngineNode, managerOf } from './things.ts';

/** Takes these labels, by their keys, off every node of the swarm. Returns how many it took. `report` gets a line for each. */
export async function removeNodeLabels(
  keys: readonly string[],
  nodes: readonly EngineNode[],
  report: (line: string) => void,
): Promise<number> {
  if (keys.length === 0) return 0;
  const manager = await managerOf(nodes);
  if (!manager) return 0;
  let removed = 0;
  for (const member of await swarmNodes(manager.engine)) {
    const has = ownLabels(member.Spec, keys);
    if (has.length === 0) continue;
    const node = member.Description.Hostname;
    for (const key of has) report(t`removing the label ${key} of ${node}`);
    await changeNode(manager.engine, member, ({ Labels = {}, ...spec }) => ({
      ...spec,
      Labels: Object.fromEntries(Object.entries(Labels).filter(([key]) => !has.includes(key))),
    }));
    removed += has.length;
  }
  return removed;
}

function ownLabels({ Labels = {} }: SwarmNode['Spec'], keys: readonly string[]): string[] {
  return keys.filter((key) => Labels?.[key] !== undefined);
}
