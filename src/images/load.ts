import path from 'node:path';
import { SwarmlabError } from '../errors/index.ts';
import { mustRun } from '../transport/must-run.ts';
import type { Remote } from '../transport/runner.ts';
import type { BundledImage, ImageBundle } from './bundle-cache.ts';

/** Where image files wait on a node until the engine has them. */
const nodeFolder = '/var/lib/swarmlab/images';

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

  const onNode = (image: BundledImage) => `${nodeFolder}/${image.sha256.slice(0, 16)}-${image.file}`;
  await Promise.all(
    missing.map((image) =>
      remote.upload({
        from: path.join(bundle.folder, image.file),
        to: onNode(image),
        sha256: image.sha256,
        bytes: image.bytes,
      }),
    ),
  );
  const script = 'for file; do docker load -q -i "$file" && rm -f "$file" || exit 1; done';
  const [first, ...others] = missing.map(onNode);
  await mustRun(
    remote,
    { argv: ['sh', '-c', script, 'sh', first ?? '', ...others], root: true },
    {
      code: 'E_NODE_COMMAND',
      what: 'the engine did not take the lab images',
      fix: `Run the same command again; \`swarmlab logs ${remote.name}\` shows the engine's log.`,
      node: remote.name,
    },
  );
  const lost = await missingImages(remote, missing);
  if (lost.length > 0) throw notThere(remote.name, lost);
  for (const image of missing) report(`loaded ${reference(image)}`);
  return 'loaded';
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
