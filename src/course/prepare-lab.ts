import { t } from 'ttag';
import { activateNodes } from '../cluster/activate-nodes.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { engineFacts } from '../cluster/facts.ts';
import { ensureLabImages } from '../cluster/lab-images.ts';
import type { ClusterNode } from '../cluster/node.ts';
import type { PhaseListener } from '../cluster/phase.ts';
import { swarmId, swarmNodes } from '../cluster/swarm.ts';
import { up } from '../cluster/up.ts';
import { wholeAgain } from '../cluster/whole-again.ts';
import { hasCode, SwarmlabError } from '../errors/index.ts';
import { foldersFor, readLab } from './catalogue.ts';
import { catchUp } from './catch-up.ts';
import type { Clock } from './clock.ts';
import { imagesOnNodes } from './images-on-nodes.ts';
import type { LabCluster } from './lab-cluster.ts';
import { labsIn } from './lab-folders.ts';
import type { Lab } from './lab-format.ts';
import { clearScenes, setScene } from './scene.ts';
import { scriptNodes } from './script-nodes.ts';
import { managerOf } from './things.ts';

export interface PrepareOptions {
  clock: Clock;
  /** Hears of the phases of `up`, where they have to run. */
  listener?: PhaseListener;
  /** Gets a line for what is done beside them. */
  report?: (line: string) => void;
  /** Images that are known not to be had, each with the reason; they are not tried again. It is added to. */
  unobtainable?: Map<string, string>;
  /** Whether the learner is at the lab in the swarm of this id: then what earlier labs leave behind is not made. Default: no. */
  isUnderWay?: (swarm: string) => boolean;
}

/** What came of it. */
export interface Prepared {
  /** The ids of the labs whose solution was run. */
  caughtUp: string[];
  /** The id of the swarm; undefined where the lab begins without one. */
  swarm: string | undefined;
}

/**
 * Brings the cluster to where a learner begins the lab: with its swarm or with none, all nodes of it at work, with its images where they can
 * be had, and with what the labs that it builds on leave behind. Does only what is missing; a lab that needs no swarm ends the one that is
 * there, with all that is in it. A scene is made last, and taken away first, whichever lab's it is. Throws what `up` throws, E_LAB_PREPARE.
 */
export async function prepareLab(
  lab: Lab,
  cluster: Cluster,
  view: LabCluster,
  {
    clock,
    listener = () => {},
    report = () => {},
    unobtainable = new Map(),
    isUnderWay = () => false,
  }: PrepareOptions,
): Promise<Prepared> {
  const nodes = scriptNodes(cluster, view);
  if (lab.needs.swarm === 'none') {
    await clearScenes(nodes);
    await up(cluster, { dissolve: true }, listener);
    return { caughtUp: [], swarm: undefined };
  }
  const found = await manager(cluster);
  const goesOn = found && isUnderWay(await swarmId(found.engine));
  // Before `up`, which has every node that takes tasks prove that it reaches the others.
  if (!goesOn) await clearScenes(nodes);
  if (found && !goesOn) await activateNodes(cluster, found, report);
  // What is amiss is what the lab is about, and so are roles: who is at it gets no help.
  if (!(goesOn && (lab.scene || lab.makes.roles))) await bringTogether(cluster, { listener, report });
  const swarm = await swarmId((await requireManager(cluster)).engine);
  const beginnings = !isUnderWay(swarm);
  const wanted = new Set([lab, ...(await labsBefore(lab))].flatMap(({ images }) => images));
  const missing = await lacking(
    [...wanted].filter((image) => !unobtainable.has(image)),
    view,
  );
  if (missing.length > 0)
    for (const [image, reason] of await ensureLabImages(cluster, missing, report))
      unobtainable.set(image, reason);
  const caughtUp: string[] = [];
  if (!beginnings) return { caughtUp, swarm };
  await catchUp(lab, view, {
    clock,
    nodes,
    onSolve(earlier) {
      report(t`making what ${earlier.id} leaves behind`);
      caughtUp.push(earlier.id);
    },
  });
  if (lab.scene) report(t`making what is amiss in it`);
  await setScene(lab, nodes);
  return { caughtUp, swarm };
}

/** Where the nodes of the plan, and no others, are not Ready in the swarm in their roles, it sees to that. */
export async function bringTogether(cluster: Cluster, how?: Parameters<typeof wholeAgain>[1]): Promise<void> {
  const found = await manager(cluster);
  if (!(found && (await isFormed(cluster, found)))) await wholeAgain(cluster, how);
}

/** A manager with a say; undefined where no node is in a swarm, and where the swarm has none. */
async function manager({ nodes }: Cluster): Promise<ClusterNode | undefined> {
  try {
    const found = await managerOf(nodes);
    // One that has lost its quorum calls itself a manager, and tells nothing.
    if (found) await swarmNodes(found.engine);
    return found;
  } catch (error) {
    if (hasCode(error, 'E_SWARM', 'E_ENGINE_API')) return undefined;
    throw error;
  }
}

async function requireManager(cluster: Cluster): Promise<ClusterNode> {
  const found = await manager(cluster);
  if (found) return found;
  throw new SwarmlabError('E_SWARM', t`no manager of the swarm answers`, {
    fix: t`Run \`swarmlab up\`, which says what is wrong with it.`,
  });
}

/** The labs that a lab builds on, and theirs, in the order of the course. Throws E_LAB_INVALID. */
export async function labsBefore(
  lab: Pick<Lab, 'needs' | 'folder'>,
  folders: readonly string[] = foldersFor(lab),
): Promise<Lab[]> {
  const found = new Map<string, Lab>();
  const labs = await labsIn(folders);
  const add = async (id: string) => {
    if (found.has(id)) return;
    const there = labs.find((one) => one.id === id);
    if (!there) {
      const ids = labs.map((one) => one.id).join(', ');
      throw new SwarmlabError('E_LAB_INVALID', `no lab has the id ${id}, which another one needs`, {
        fix: `The labs are ${ids}.`,
      });
    }
    const earlier = await readLab(there.folder);
    found.set(id, earlier);
    for (const other of earlier.needs.labs) await add(other);
  };
  for (const id of lab.needs.labs) await add(id);
  return [...found.values()].sort((a, b) => a.id.localeCompare(b.id));
}

/**
 * Whether the nodes of the plan, and no others, are Ready in one swarm, each as what it is planned to be. Each is asked itself: a manager
 * takes a node that has left for Ready for some seconds more.
 */
async function isFormed({ nodes }: Cluster, { engine }: ClusterNode): Promise<boolean> {
  const [members, ...own] = await Promise.all([
    swarmNodes(engine),
    ...nodes.map((node) => engineFacts(node.engine)),
  ]);
  return (
    members.length === nodes.length &&
    nodes.every(({ plan }, i) =>
      members.some(
        ({ ID, Spec, Status }) =>
          ID === own[i]?.nodeId && Spec.Role === plan.role && Status.State === 'ready',
      ),
    )
  );
}

async function lacking(images: readonly string[], view: LabCluster): Promise<string[]> {
  const there = imagesOnNodes(view);
  const answers = images.map(async (image) => ((await there.lacking(image)) ? [image] : []));
  return (await Promise.all(answers)).flat();
}
