import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { mustRun } from '../transport/must-run.ts';
import type { Remote } from '../transport/runner.ts';
import type { BundledImage, ImageBundle } from './bundle-cache.ts';
import { imagesOn } from './images-on.ts';

/** A node that images go to: connected, with an engine that answers. */
export interface ImageNode {
  remote: Remote;
  engine: Parameters<typeof imagesOn>[0];
}

/** Where image files wait on a node until the engine has them. */
const nodeFolder = '/var/lib/swarmlab/images';

/**
 * `$1`: the archive. The script of a run that was killed goes on until it has something to say: it is waited for, a file that
 * it has taken is passed over, and none stays whatever happens.
 */
const loadScript = `
exec 9>/run/swarmlab-images.lock && flock -w 300 9 || exit 1
trap 'rm -f "$1"' EXIT
trap 'exit 1' HUP INT TERM
[ ! -e "$1" ] || docker load -q -i "$1"`;

/** How often to begin again when a killed run's script took the file first. */
const attempts = 3;

/**
 * Puts a bundle's images into a node's engine: asks what is there and sends the archive only where one is missing, so that a
 * second call is one question. Throws E_ENGINE_API, E_NODE_COMMAND, and what uploading throws.
 */
export async function loadImages(
  { remote, engine }: ImageNode,
  bundle: ImageBundle,
  report: (line: string) => void = () => {},
): Promise<'loaded' | 'present'> {
  const missing = await missingImages(engine, bundle.images);
  if (missing.length === 0) return 'present';
  let lost: readonly BundledImage[] = missing;
  for (let attempt = 0; lost.length > 0; attempt += 1) {
    if (attempt === attempts) throw notThere(remote.name, lost);
    await sendAndLoad(remote, bundle);
    lost = await missingImages(engine, missing);
  }
  for (const name of missing.map(reference)) report(t`loaded ${name}`);
  return 'loaded';
}

async function sendAndLoad(remote: Remote, bundle: ImageBundle): Promise<void> {
  const { file: from, sha256, bytes } = bundle;
  const to = `${nodeFolder}/${sha256.slice(0, 16)}.tar`;
  await remote.upload({ from, to, sha256, bytes });
  await mustRun(
    remote,
    { argv: ['sh', '-c', loadScript, 'load-images', to], root: true },
    {
      code: 'E_NODE_COMMAND',
      what: t`the engine did not take the lab images`,
      fix: t`Run the same command again; \`swarmlab logs ${remote.name}\` shows the engine's log.`,
      node: remote.name,
    },
  );
}

/** The images that the engine does not have under their names with the same content. */
async function missingImages(
  engine: ImageNode['engine'],
  images: readonly BundledImage[],
): Promise<BundledImage[]> {
  const there = await imagesOn(engine);
  return images.filter((image) => {
    const id = there.get(reference(image));
    return id !== image.id && id !== image.manifestDigest;
  });
}

function reference(image: BundledImage): string {
  return `${image.name}:${image.tag}`;
}

function notThere(node: string, lost: readonly BundledImage[]): SwarmlabError {
  const names = lost.map(reference).join(', ');
  return new SwarmlabError('E_NODE_COMMAND', t`${node}: the engine loaded ${names} but does not list it`, {
    fix: t`Run the same command again; \`swarmlab logs ${node}\` shows the engine's log.`,
    node,
  });
}
