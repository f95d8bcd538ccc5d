import { t } from 'ttag';
import { type SwarmNode, swarmNodes } from '../cluster/swarm.ts';
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
  for (const { ID, Version, Spec, Description } of await swarmNodes(manager.engine)) {
    const has = ownLabels(Spec, keys);
    if (has.length === 0) continue;
    const node = Description.Hostname;
    for (const key of has) report(t`removing the label ${key} of ${node}`);
    const Labels = Object.fromEntries(
      Object.entries(Spec.Labels ?? {}).filter(([key]) => !has.includes(key)),
    );
    await manager.engine.post(`/nodes/${ID}/update?version=${Version.Index}`, { ...Spec, Labels });
    removed += has.length;
  }
  return removed;
}

function ownLabels({ Labels = {} }: SwarmNode['Spec'], keys: readonly string[]): string[] {
  return keys.filter((key) => Labels?.[key] !== undefined);
}
