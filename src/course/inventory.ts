import { allThings, type EngineNode, type Kind, kinds, managerOf, type Thing, taskLabels } from './things.ts';

/** What there is, by kind: sorted names, those of one node with its name before it, as in `core-02: redis-data`. */
export type Inventory = Readonly<Record<Kind, readonly string[]>>;

/**
 * Lists what the swarm and its nodes have. Tasks' containers are not listed by themselves: their service is, and the
 * container of one that is gone.
 */
export async function inventory(nodes: readonly EngineNode[]): Promise<Inventory> {
  return inventoryOf(await allThings(nodes, await managerOf(nodes)));
}

function inventoryOf(things: readonly Thing[]): Inventory {
  const services = new Set(things.filter(({ kind }) => kind === 'service').map(({ id }) => id));
  const isListed = ({ kind, labels }: Thing) =>
    kind !== 'container' || !services.has(labels[taskLabels.service] ?? '');
  const listed = things.filter(isListed);
  const namesOf = (wanted: Kind) => {
    const names = listed
      .filter(({ kind }) => kind === wanted)
      .map(({ node, name }) => (node ? `${node}: ${name}` : name));
    return [...new Set(names)].sort();
  };
  return Object.fromEntries(kinds.map((kind) => [kind, namesOf(kind)])) as Record<Kind, string[]>;
}

/** What is in one inventory and not in the other, a phrase each: `the network backend is left`. */
export function inventoryDifferences(before: Inventory, after: Inventory): string[] {
  return kinds.flatMap((kind) => {
    const left = after[kind].filter((name) => !before[kind].includes(name));
    const gone = before[kind].filter((name) => !after[kind].includes(name));
    return [
      ...left.map((name) => `the ${kind} ${name} is left`),
      ...gone.map((name) => `the ${kind} ${name} is gone`),
    ];
  });
}
