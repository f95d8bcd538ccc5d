import { t } from 'ttag';
import { hasCode, SwarmlabError } from '../errors/index.ts';
import type { ImageBundle } from '../images/bundle.ts';
import { imagesOn } from '../images/images-on.ts';
import { loadImages } from '../images/load.ts';
import { readThirdParty, type ThirdPartyImage } from '../images/third-party.ts';
import type { Cluster } from './cluster.ts';
import { connectNode } from './connect-node.ts';
import type { ClusterNode } from './node.ts';

type Report = (line: string) => void;

/** Images that cannot be had here, as in `localhost/grafana:12`, each with the reason. */
export type Lacking = ReadonlyMap<string, string>;

/** Milliseconds until a node that does not answer is left out. */
const patience = 5_000;

/**
 * Makes sure that images are on every node that answers, on all at the same time; what is there is left alone, what is not in
 * this computer's cache is made. Returns which cannot be had, and why, so that checks that need them can be skipped with the
 * reason. Nodes need not be connected. Throws what our own images and loading throw (E_IMAGE_SOURCE, E_NODE_COMMAND, E_UPLOAD).
 */
export async function ensureLabImages(
  cluster: Cluster,
  images: readonly string[],
  report: Report,
): Promise<Lacking> {
  const said = new Set<string>();
  const making = (line: string) => {
    if (!said.has(line)) report(line);
    said.add(line);
  };
  const found = await Promise.all(
    cluster.nodes.map(async (node) => {
      if (!(await isThere(node, cluster, report))) return [];
      const loaded = (line: string) => report(`${node.name}: ${line}`);
      return [...(await loadLabImages(node, cluster, images, loaded, making))];
    }),
  );
  const lacking = new Map(found.flat());
  await cluster.state.tried(images, lacking);
  return lacking;
}

/** The same for one node, which is connected. `making` is told of what is made, for all nodes once. */
export async function loadLabImages(
  node: ClusterNode,
  cluster: Cluster,
  images: readonly string[],
  report: Report,
  making = report,
): Promise<Lacking> {
  const arch = await archOf(node);
  const recipes = new Map((await readThirdParty()).images.map((it) => [`${it.name}:${it.tag}`, it]));
  const there = await imagesOn(node.engine);
  const ours = images.filter((image) => !recipes.has(image));
  const lacking = new Map<string, string>();
  const load = async (recipe: ThirdPartyImage, image: string) => {
    try {
      await loadImages(node, await cluster.thirdPartyImage(recipe, arch, making), report);
    } catch (error) {
      if (!hasCode(error, 'E_IMAGE_SOURCE')) throw error;
      lacking.set(image, (error as SwarmlabError).message);
    }
  };
  await Promise.all([
    ours.length > 0 ? loadOurs(node, ours, await cluster.imageBundle(arch, making), report) : undefined,
    ...images.flatMap((image) => {
      const recipe = recipes.get(image);
      return recipe && !there.has(image) ? [load(recipe, image)] : [];
    }),
  ]);
  return lacking;
}

/** Ours are asked for by content: a newer version of this program may bring others under the same names. */
async function loadOurs(
  node: ClusterNode,
  wanted: readonly string[],
  bundle: ImageBundle,
  report: Report,
): Promise<void> {
  const names = new Set(bundle.images.map(({ name, tag }) => `${name}:${tag}`));
  const unknown = wanted.find((image) => !names.has(image));
  if (unknown) throw new Error(`${unknown} is neither in images.json nor in third-party.json`);
  await loadImages(node, bundle, report);
}

async function isThere(node: ClusterNode, cluster: Cluster, report: Report): Promise<boolean> {
  if (node.isConnected) return true;
  try {
    await connectNode(node, cluster, await cluster.provider.endpoint(node.name), patience);
    return true;
  } catch (error) {
    cluster.signal.throwIfAborted();
    if (!(error instanceof SwarmlabError)) throw error;
    report(t`${node.name} does not answer and gets no images: ${error.message}`);
    return false;
  }
}

// Source: https://docs.docker.com/reference/api/engine/, GET /version
async function archOf(node: ClusterNode): Promise<'amd64' | 'arm64'> {
  const { Arch } = await node.engine.get<{ Arch: string }>('/version');
  return Arch === 'arm64' ? 'arm64' : 'amd64';
}
