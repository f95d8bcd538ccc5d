import path from 'node:path';
import { t } from 'ttag';
import type { Topology } from '../config/schema.ts';
import { type AptPaths, debianUnavailable } from '../debian/available.ts';
import { SwarmlabError } from '../errors/index.ts';
import { buildBeside } from '../files/build-beside.ts';
import { hasFile } from '../files/has-file.ts';
import { cacheName, type PushedSource } from './cache-name.ts';
import { hasZstd, zstd } from './compress.ts';
import type { Arch, Manifest } from './manifest.ts';
import { describeFile, type EngineBundle, fileNames, openBundle, writeManifest } from './open-bundle.ts';
import { fromDebian } from './sources/debian.ts';
import { dockerUnavailable, fromDocker } from './sources/docker.ts';
import { fromFile } from './sources/file.ts';
import type { Obtained, SourceRequest } from './sources/source.ts';

export type { EngineBundle } from './open-bundle.ts';

/** What is needed to have an engine bundle. */
export interface BundleRequest extends Omit<SourceRequest, 'into' | 'version' | 'fetch'> {
  /** `engine` of swarmlab.yaml. */
  engine: Topology['engine'];
  /** Swarmlab's cache; engine bundles have a folder of their own in it. */
  cacheFolder: string;
  /** Folder of swarmlab.yaml, which `engine.file` is relative to. */
  folder: string;
  /** Node's own when absent. */
  fetch?: typeof globalThis.fetch;
  /** Where the host keeps what apt needs; Debian's places when absent. */
  aptPaths?: AptPaths;
}

/**
 * The engine bundle for one architecture, from the cache or else from its source. `auto` takes what the cache has, then
 * the official archive where download.docker.com answers, then Debian's packages. E_ENGINE_SOURCE says why none can be had.
 */
export async function ensureEngineBundle(request: BundleRequest): Promise<EngineBundle | 'preinstalled'> {
  const { source } = request.engine;
  if (source === 'preinstalled') return 'preinstalled';
  if (source !== 'auto') return (await cached(request, source)) ?? (await build(request, source));
  const there = (await cached(request, 'docker')) ?? (await cached(request, 'debian'));
  return there ?? (await build(request, await choose(request)));
}

async function cached(request: BundleRequest, source: PushedSource): Promise<EngineBundle | undefined> {
  return openBundle(
    path.join(request.cacheFolder, 'engine', await cacheName(source, request)),
    request.runner,
  );
}

async function choose(request: BundleRequest): Promise<'docker' | 'debian'> {
  request.report(t`looking for download.docker.com`);
  const docker = await dockerUnavailable({
    fetch: globalThis.fetch,
    ...request,
    version: request.engine.version,
  });
  if (!docker) return 'docker';
  const debian = await debianUnavailable(request.runner, request.aptPaths);
  if (!debian) return 'debian';
  throw new SwarmlabError(
    'E_ENGINE_SOURCE',
    t`no source of the Docker Engine can be used: ${docker}, and ${debian}`,
    {
      fix: t`Get on line, or download an archive elsewhere and set engine.source: file and engine.file.`,
    },
  );
}

async function build(request: BundleRequest, source: PushedSource): Promise<EngineBundle> {
  const folder = path.join(request.cacheFolder, 'engine', await cacheName(source, request));
  await buildBeside(
    folder,
    async (there) => (await openBundle(there, request.runner)) !== undefined,
    async (part) => {
      const obtained = await obtain(request, source, part);
      await writeManifest(part, await describe(part, obtained, request));
    },
  );
  const bundle = await openBundle(folder, request.runner);
  if (bundle) return bundle;
  throw new SwarmlabError('E_ENGINE_SOURCE', t`the engine bundle in ${folder} is gone`, {
    fix: t`Run the same command again; another process cleans that folder.`,
  });
}

function obtain(request: BundleRequest, source: PushedSource, into: string): Promise<Obtained> {
  const ask = { fetch: globalThis.fetch, ...request, into, version: request.engine.version };
  if (source === 'docker') return fromDocker(ask);
  if (source === 'debian') return fromDebian(ask, request.aptPaths);
  return fromFile(ask, path.resolve(request.folder, request.engine.file ?? ''));
}

async function describe(
  folder: string,
  obtained: Obtained,
  request: { arch: Arch } & Pick<BundleRequest, 'runner' | 'report' | 'signal'>,
): Promise<Manifest> {
  const at = (name: string) => path.join(folder, name);
  if (!(await hasFile(at(fileNames.zst))) && (await hasZstd(request.runner))) {
    request.report(t`compressing`);
    await zstd(request.runner, at(fileNames.none), at(fileNames.zst));
  }
  const file = async (name: string) =>
    (await hasFile(at(name))) ? await describeFile(folder, name, request.signal) : undefined;
  const [none, gz, zst] = await Promise.all([
    describeFile(folder, fileNames.none, request.signal),
    file(fileNames.gz),
    file(fileNames.zst),
  ]);
  const files = { none, ...(gz ? { gz } : {}), ...(zst ? { zst } : {}) };
  return { format: 1, arch: request.arch, ...obtained, files };
}
