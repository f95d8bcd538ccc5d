import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { BundleRequest } from './bundle.ts';
import { debian, defaultDockerVersion } from './versions.ts';

/** A source that is pushed to the nodes. */
export type PushedSource = 'docker' | 'debian' | 'file';

/** The folders, in a cache or a kit, that may hold what swarmlab.yaml asks for; the first that is there is used. */
export async function bundlePlaces(
  request: Pick<BundleRequest, 'arch' | 'engine' | 'folder'>,
): Promise<string[]> {
  const { source } = request.engine;
  if (source === 'preinstalled') return [];
  const sources: readonly PushedSource[] = source === 'auto' ? ['docker', 'debian'] : [source];
  return Promise.all(sources.map(async (it) => `engine/${await cacheName(it, request)}`));
}

/** Name of a bundle's folder in the cache. A file of the user's is known by its path, size and time of change. */
export async function cacheName(
  source: PushedSource,
  { arch, engine, folder }: Pick<BundleRequest, 'arch' | 'engine' | 'folder'>,
): Promise<string> {
  if (source === 'docker') return `docker-${engine.version ?? defaultDockerVersion}-${arch}`;
  if (source === 'debian')
    return ['debian', debian.suite, ...(engine.version ? [engine.version] : []), arch].join('-');
  const file = path.resolve(folder, engine.file ?? '');
  const found = await stat(file).catch(() => undefined);
  const identity = [file, found?.size, found?.mtimeMs, engine.version].join('\n');
  return `file-${createHash('sha256').update(identity).digest('hex').slice(0, 12)}-${arch}`;
}
