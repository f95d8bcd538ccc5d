import { createReadStream } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { t } from 'ttag';
import * as z from 'zod';
import { SwarmlabError } from '../errors/index.ts';
import { findKnownProblem } from '../errors/known-problems.ts';
import { listTar, type TarEntry } from '../files/tar-list.ts';
import { spokenOf } from '../language/speak.ts';
import type { Command, Result } from '../transport/runner.ts';
import type { Image } from './archive.ts';
import type { ImageBundleRequest } from './bundle.ts';
import { lastLine, runIfThere } from './busybox-source.ts';
import { storedLayer } from './layer.ts';
import type { ThirdPartyImage } from './third-party.ts';

interface RegistryImageRequest extends Omit<ImageBundleRequest, 'cacheFolder'> {
  /** Where what `docker save` gives is kept; the image reads its layers out of it. */
  folder: string;
}

/**
 * Pulls an image with whatever Docker host the user's docker command talks to, and takes it out of there under our own name.
 * Config and layers stay as they are, byte for byte; what `docker save` says around them differs from engine to engine and is
 * left behind. Throws E_IMAGE_SOURCE.
 */
export async function imageFromRegistry(
  { name, tag, upstream }: ThirdPartyImage,
  request: RegistryImageRequest,
): Promise<{ image: Image; source: string }> {
  const { arch, folder, report, signal } = request;
  const source = upstream.digest ? `${upstream.reference}@${upstream.digest}` : upstream.reference;
  report(t`pulling ${upstream.reference}`);
  const file = path.join(folder, 'saved.tar');
  await docker(
    request,
    ['pull', '-q', '--platform', `linux/${arch}`, source],
    t`docker cannot pull ${upstream.reference}`,
  );
  await docker(request, ['save', '-o', file, source], t`docker cannot save ${upstream.reference}`);
  const image = await imageIn(file, arch, signal);
  if (!image) throw cannot(t`docker gave no image for ${arch} out of ${upstream.reference}`);
  return { image: { name, tag, ...image }, source };
}

async function docker(
  { runner }: Pick<RegistryImageRequest, 'runner'>,
  argv: readonly string[],
  what: string,
): Promise<void> {
  const command: Command = { argv: ['docker', ...argv] };
  const result = await runIfThere(runner, command);
  if (!result) throw cannot(t`docker is not installed`);
  if (result.exitCode !== 0) throw cannot(reasonOf(what, result));
}

/** What docker says last, or what is known of it: whoever does without the image reads this sentence alone. */
function reasonOf(what: string, result: Result): string {
  const known = findKnownProblem(`${result.stdout}${result.stderr}`)?.problem;
  if (!known) return `${what}: ${lastLine(result)}`;
  const { cause, fix } = known;
  return `${what}: ${spokenOf(cause)} (${spokenOf(fix).replace(/\.$/, '')})`;
}

function cannot(reason: string): SwarmlabError {
  return new SwarmlabError('E_IMAGE_SOURCE', reason, {
    fix: t`Use a computer with a Docker host that can pull.`,
  });
}

// Source: Docker image specification v1.2, manifest.json
const manifests = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()) }));
const platform = z.object({ architecture: z.string() });

async function imageIn(
  file: string,
  arch: string,
  signal: AbortSignal | undefined,
): Promise<Pick<Image, 'config' | 'layers'> | undefined> {
  const entries = new Map((await listTar(file)).map((entry) => [entry.name, entry]));
  const find = (name: string) => resolve(entries, name);
  const read = (name: string) => contentOf(file, find(name));
  for (const { Config, Layers } of manifests.parse(JSON.parse((await read('manifest.json')).toString()))) {
    const config = await read(Config);
    if (platform.parse(JSON.parse(config.toString())).architecture !== arch) continue;
    const layers = [];
    for (const layer of Layers) {
      const { start, bytes } = find(layer);
      layers.push(await storedLayer({ file, start, bytes }, signal));
    }
    return { config, layers };
  }
  return undefined;
}

/** Engines before 25 save a layer that is there twice as a link to the first. */
function resolve(entries: ReadonlyMap<string, TarEntry>, name: string): TarEntry {
  const entry = entries.get(name);
  if (!entry) throw cannot(t`what docker saved lacks ${name}`);
  return entry.target ? resolve(entries, path.posix.join(path.posix.dirname(name), entry.target)) : entry;
}

function contentOf(file: string, { start, bytes }: TarEntry): Promise<Buffer> {
  return buffer(createReadStream(file, { start, end: start + bytes - 1 }));
}
