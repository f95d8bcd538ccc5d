import path from 'node:path';
import { SwarmlabError } from '../errors/index.ts';
import { mustRun } from '../transport/must-run.ts';
import type { Remote } from '../transport/runner.ts';
import type { BundledImage, ImageBundle } from './bundle-cache.ts';

/** Where image files wait on a node until the engine has them. */
const nodeFolder = '/var/lib/swarmlab/images';

/**
 * `$@`: image files. The script of a run that was killed goes on until it has something to say: it is waited for, files that
 * it has taken are passed over, and none stays whatever happens.
 */
const loadScript = `
exec 9>/run/swarmlab-images.lock && flock -w 300 9 || exit 1
trap 'rm -f "$@"' EXIT
trap 'exit 1' HUP INT TERM
for file; do [ ! -e "$file" ] || docker load -q -i "$file" || exit 1; done`;

/** How often to begin again when a killed run's script took the files first. */
const attempts = 3;

/**
 * Puts a bundle's images into a node's engine: asks what is there and loads only what is missing, so that a second call is
 * one question. Throws E_NODE_COMMAND, and what uploading throws.
 */
export async function loadImages(
  remote: Remote,
  bundle: ImageBundle,
  report: (line: string) => void = () => {},
): Promise<'loaded' | 'present'> {
  const missing = await missingImages(remote, bundle.images);
  if (missing.length === 0) return 'present';
  let lost: readonly BundledImage[] = missing;
  for (let attempt = 0; lost.length > 0; attempt += 1) {
    if (attempt === attempts) throw notThere(remote.name, lost);
    await sendAndLoad(remote, bundle.folder, lost);
    lost = await missingImages(remote, lost);
  }
  for (const image of missing) report(`loaded ${reference(image)}`);
  return 'loaded';
}

async function sendAndLoad(remote: Remote, folder: string, images: readonly BundledImage[]): Promise<void> {
  const onNode = (image: BundledImage) => `${nodeFolder}/${image.sha256.slice(0, 16)}-${image.file}`;
  await Promise.all(
    images.map((image) =>
      remote.upload({
        from: path.join(folder, image.file),
        to: onNode(image),
        sha256: image.sha256,
        bytes: image.bytes,
      }),
    ),
  );
  await mustRun(
    remote,
    { argv: ['sh', '-c', loadScript, 'load-images', ...images.map(onNode)], root: true },
    {
      code: 'E_NODE_COMMAND',
      what: 'the engine did not take the lab images',
      fix: `Run the same command again; \`swarmlab logs ${remote.name}\` shows the engine's log.`,
      node: remote.name,
    },
  );
}

/** The images that the engine does not have under their names with the same content. */
async function missingImages(remote: Remote, images: readonly BundledImage[]): Promise<BundledImage[]> {
  const format = '{{.Repository}}:{{.Tag}} {{.ID}}';
  const { stdout } = await mustRun(
    remote,
    { argv: ['docker', 'image', 'ls', '--no-trunc', '--format', format], root: true },
    {
      code: 'E_NODE_COMMAND',
      what: 'could not ask the engine for its images',
      fix: 'Run `swarmlab up` to start the engine again.',
      node: remote.name,
    },
  );
  const there = new Set(stdout.split('\n'));
  return images.filter(
    (image) =>
      !there.has(`${reference(image)} ${image.id}`) &&
      !there.has(`${reference(image)} ${image.manifestDigest}`),
  );
}

function reference(image: BundledImage): string {
  return `${image.name}:${image.tag}`;
}

function notThere(node: string, lost: readonly BundledImage[]): SwarmlabError {
  const names = lost.map(reference).join(', ');
  return new SwarmlabError('E_NODE_COMMAND', `${node}: the engine loaded ${names} but does not list it`, {
    fix: `Run the same command again; \`swarmlab logs ${node}\` shows the engine's log.`,
    node,
  });
}
