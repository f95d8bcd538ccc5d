import { t } from 'ttag';
import { hasCode, SwarmlabError } from '../errors/index.ts';
import type { Clock } from './clock.ts';
import type { Lab } from './lab-format.ts';
import { removeNodeLabels } from './node-labels.ts';
import { thingPhrase } from './thing-phrase.ts';
import {
  allThings,
  type EngineNode,
  type Kind,
  managerOf,
  stackLabel,
  type Thing,
  taskLabels,
  thingKey,
} from './things.ts';

/** What a learner or an author puts on things of a lab that lab.yaml does not name; the value is the lab's id. */
const labLabel = 'swarmlab.lab';

export interface ResetOptions {
  clock: Clock;
  /** Gets a line for each thing that is being removed. */
  report?: (line: string) => void;
  /** Ends it between two questions; its reason is thrown. */
  signal?: AbortSignal;
}

/** Milliseconds between two looks. */
const interval = 150;
/** Milliseconds without anything going after which it gives up. */
const patience = 30_000;
/** The same, where what is left is held by a container that is none of ours: that one will not go by itself. */
const patienceWithHolders = 4_000;
/**
 * Milliseconds without anything going after which a node is asked to remove what the swarm should have removed there. An agent tries
 * once, when its task is taken from it; what it could not remove then stays for good.
 * Source: closeManager in agent/worker.go of https://github.com/moby/swarmkit.
 */
const patienceWithSwarm = 5_000;

/**
 * Removes what a lab's learner made: what `makes` in lab.yaml names, also labels of nodes, on every node, and whatever carries the label
 * `swarmlab.lab` with the lab's id; nothing else. Ends when it is really gone, tasks' containers and the nodes' ends of overlay
 * networks, too. Can be run again, and after a kill. Returns how many things it removed. Throws E_TIMEOUT with what is left and why,
 * E_SWARM, E_ENGINE_API.
 */
export async function resetLab(
  lab: Pick<Lab, 'id' | 'makes'>,
  nodes: readonly EngineNode[],
  { clock, report = () => {}, signal }: ResetOptions,
): Promise<number> {
  const unlabelled = await removeNodeLabels(lab.makes.nodeLabels, nodes, report);
  const seen = new Set<string>();
  const asked = new Set<string>();
  const reasons = new Map<string, string>();
  let fewest = Number.POSITIVE_INFINITY;
  let lastGone = clock.now();
  for (;;) {
    signal?.throwIfAborted();
    const manager = await managerOf(nodes);
    const things = await allThings(nodes, manager);
    const left = thingsOfLab(lab, things, seen);
    if (left.length === 0) return asked.size + unlabelled;
    if (left.length < fewest) {
      fewest = left.length;
      lastGone = clock.now();
    }
    const waited = clock.now() - lastGone;
    const holders = holdersOf(left, things);
    if (waited > (holders.length > 0 ? patienceWithHolders : patience))
      throw stuck(lab.id, left, holders, reasons);
    for (const thing of left) seen.add(thing.id);
    await removeRound(
      left,
      { nodes, manager, forgotten: waited > patienceWithSwarm },
      (thing) => {
        const what = phrase(thing);
        if (!asked.has(thingKey(thing))) report(t`removing ${what}`);
        asked.add(thingKey(thing));
      },
      reasons,
    );
    await clock.sleep(interval);
  }
}

/** The kinds of things in the order in which they can go: what is used goes after its users. */
const order: readonly (readonly Kind[])[] = [
  ['service'],
  ['container'],
  ['secret', 'config', 'network', 'volume', 'image'],
];

interface Round {
  nodes: readonly EngineNode[];
  manager: EngineNode | undefined;
  /** Whether the swarm has had its time to remove what it keeps on the nodes. */
  forgotten: boolean;
}

/** Asks for the removal of all that is left; what is still in use is refused, and is asked for again in the next round. */
async function removeRound(
  left: readonly Thing[],
  { nodes, manager, forgotten }: Round,
  onRemove: (thing: Thing) => void,
  reasons: Map<string, string>,
): Promise<void> {
  for (const kindsNow of order)
    await Promise.all(
      left
        .filter(({ kind }) => kindsNow.includes(kind))
        .map(async (thing) => {
          const engine = (nodes.find(({ name }) => name === thing.node) ?? manager)?.engine;
          const removal = engine && removalOf(thing, engine, forgotten);
          if (!removal) return;
          if (!isTask(thing)) onRemove(thing);
          try {
            await removal();
            reasons.delete(thingKey(thing));
          } catch (error) {
            // The engine refuses what is in use, and what has gone by itself meanwhile. The next round sees which.
            if (!(error instanceof SwarmlabError) || !hasCode(error, 'E_ENGINE_API')) throw error;
            reasons.set(thingKey(thing), error.message);
          }
        }),
    );
}

/** How to make a thing go; `undefined` where there is only to wait. */
function removalOf(
  thing: Thing,
  engine: EngineNode['engine'],
  forgotten: boolean,
): (() => Promise<unknown>) | undefined {
  const { kind, id, name } = thing;
  switch (kind) {
    case 'container':
      // A task that lost its service is removed by the swarm; nobody needs its last words, so it need not take its time.
      if (isTask(thing) && !forgotten)
        return thing.runs ? () => engine.post(`/containers/${id}/kill`) : undefined;
      return () => engine.delete(`/containers/${id}?force=true&v=true`);
    case 'network':
      // A node's own end of a network of the swarm goes with the last task there.
      if (thing.node && thing.scope === 'swarm' && !forgotten) return undefined;
      return () => engine.delete(`/networks/${id}`);
    case 'volume':
      return () => engine.delete(`/volumes/${encodeURIComponent(name)}`);
    case 'image':
      // By its name, so that the same image under another name stays; forced, as the last container may still be going.
      return () => engine.delete(`/images/${encodeURIComponent(name)}?force=true`);
    default:
      return () => engine.delete(`/${kind}s/${id}`);
  }
}

/** `seen`: ids of what was found to be the lab's before; containers of a service that is gone are known by it alone. */
function thingsOfLab(
  { id, makes }: Pick<Lab, 'id' | 'makes'>,
  things: readonly Thing[],
  seen: ReadonlySet<string>,
): Thing[] {
  const named: Readonly<Partial<Record<Kind, readonly string[]>>> = {
    service: makes.services,
    secret: makes.secrets,
    config: makes.configs,
    network: makes.networks,
    volume: makes.volumes,
    image: makes.images,
  };
  const ofLab = ({ kind, name, labels }: Pick<Thing, 'kind' | 'name' | 'labels'>) =>
    named[kind]?.includes(name) || labels[labLabel] === id || makes.stacks.includes(labels[stackLabel] ?? '');
  const services = new Set(things.filter(({ kind }) => kind === 'service').map((thing) => thing.id));
  return things.filter((thing) => {
    if (thing.kind === 'image') return ofLab(thing);
    const service = thing.labels[taskLabels.service];
    if (service === undefined || thing.kind !== 'container') return seen.has(thing.id) || ofLab(thing);
    // A task's container is its service's affair, until the service is gone.
    const name = thing.labels[taskLabels.serviceName] ?? '';
    return !services.has(service) && (seen.has(service) || ofLab({ ...thing, kind: 'service', name }));
  });
}

function isTask({ kind, labels }: Thing): boolean {
  return kind === 'container' && taskLabels.service in labels;
}

/** Containers that are not the lab's and keep one of its networks in use. */
function holdersOf(left: readonly Thing[], things: readonly Thing[]): Thing[] {
  const networks = new Set(left.filter(({ kind }) => kind === 'network').map(({ id }) => id));
  const keys = new Set(left.map(thingKey));
  return things.filter(
    (thing) =>
      thing.kind === 'container' &&
      thing.runs &&
      !isTask(thing) &&
      !keys.has(thingKey(thing)) &&
      thing.networks?.some((id) => networks.has(id)),
  );
}

function stuck(
  lab: string,
  left: readonly Thing[],
  holders: readonly Thing[],
  reasons: ReadonlyMap<string, string>,
): SwarmlabError {
  const [holder] = holders;
  const what = [...new Set(left.map(phrase))].join(', ');
  if (holder)
    return new SwarmlabError(
      'E_TIMEOUT',
      t`${lab} cannot be reset: the container ${holder.name} on ${holder.node} still uses what the lab made (${what})`,
      { fix: t`End it: \`docker rm -f ${holder.name}\` on ${holder.node}. Then run this again.` },
    );
  const reason = left.map((thing) => reasons.get(thingKey(thing))).find((one) => one !== undefined);
  return new SwarmlabError(
    'E_TIMEOUT',
    reason
      ? t`${lab} cannot be reset: ${what} will not go: ${reason}`
      : t`${lab} cannot be reset: ${what} will not go`,
    {
      fix: t`End what uses it, or run this again.`,
    },
  );
}

function phrase({ kind, name, node }: Thing): string {
  const what = thingPhrase(kind, [name]);
  return node ? t`${what} on ${node}` : what;
}
