import path from 'node:path';
import { t } from 'ttag';
import type { Topology } from '../config/schema.ts';
import { ensureEngineBundle } from '../engine/bundle.ts';
import { bundlePlaces } from '../engine/cache-name.ts';
import { ensureImageBundle, type ImageBundle, labBundleName } from '../images/bundle.ts';
import { readThirdParty } from '../images/third-party.ts';
import { ensureThirdParty, thirdPartyBundleName } from '../images/third-party-bundle.ts';
import { providerPart } from '../provider/create.ts';
import type { Runner } from '../transport/runner.ts';
import type { KitWriter } from './kit-writer.ts';
import { type KitFile, manifestName } from './manifest.ts';
import { packTool } from './tool.ts';

type Arch = 'amd64' | 'arm64';
type Report = (line: string) => void;

/** Something that a kit holds: a file, or a folder with a manifest of its own. */
export interface Part {
  kind: KitFile['kind'];
  /** For people. */
  what: string;
  arch?: Arch;
  /** Where it may be in the kit: one of them is enough. */
  places: readonly string[];
  /** Whether no learner gets far without it. */
  needed: boolean;
  make(writer: KitWriter, report: Report): Promise<void>;
}

/** What finding the parts takes. */
export interface PartsRequest {
  topology: Topology;
  /** The folder of swarmlab.yaml. */
  folder: string;
  cacheFolder: string;
  runner: Runner;
  version: string;
  /** A box file that the user named, absolute. */
  box?: string | undefined;
  signal: AbortSignal;
}

/** All that a kit can hold for an architecture. */
export async function partsFor(arch: Arch, request: PartsRequest): Promise<Part[]> {
  const { images } = await readThirdParty();
  const lab = await labBundleName(arch);
  const others = images.map(async (recipe): Promise<Part> => {
    const place = await thirdPartyBundleName(recipe, arch);
    return {
      kind: 'images',
      what: `${recipe.name}:${recipe.tag}`,
      arch,
      places: [place],
      needed: false,
      make: async (writer, report) =>
        putImages(writer, place, await ensureThirdParty(recipe, { ...request, arch, report })),
    };
  });
  return [
    ...(await enginePart(arch, request)),
    {
      kind: 'images',
      what: t`the lab images`,
      arch,
      places: [lab],
      needed: true,
      make: async (writer, report) =>
        putImages(writer, lab, await ensureImageBundle({ ...request, arch, report })),
    },
    ...machinePart(arch, request),
    ...(await Promise.all(others)),
  ];
}

/** The program itself, the same for all. */
export function toolPart({ version, signal }: Pick<PartsRequest, 'version' | 'signal'>): Part {
  const place = toolName(version);
  return {
    kind: 'tool',
    what: `swarmlab ${version}`,
    places: [place],
    needed: true,
    async make(writer) {
      // Packed anew: only then is it known whether it is the same.
      await writer.write({ path: place, kind: 'tool' }, (to) => packTool(to, signal));
    },
  };
}

export function toolName(version: string): string {
  return `swarmlab-${version}.tgz`;
}

async function enginePart(arch: Arch, request: PartsRequest): Promise<Part[]> {
  const { engine } = request.topology;
  const places = await bundlePlaces({ arch, engine, folder: request.folder });
  if (places.length === 0) return [];
  return [
    {
      kind: 'engine',
      what: 'Docker Engine',
      arch,
      places,
      needed: true,
      async make(writer, report) {
        const bundle = await ensureEngineBundle({ ...request, engine, arch, report });
        if (bundle === 'preinstalled') return;
        const files = Object.values(bundle.manifest.files).filter((it) => it !== undefined);
        const place = `engine/${path.basename(bundle.folder)}`;
        const put = (name: string, sha256?: string) =>
          writer.copy(
            path.join(bundle.folder, name),
            { path: `${place}/${name}`, kind: 'engine', arch },
            sha256,
          );
        for (const { file, sha256 } of files) await put(file, sha256);
        await put(manifestName);
      },
    },
  ];
}

function machinePart(arch: Arch, request: PartsRequest): Part[] {
  const part = providerPart({ ...request, arch });
  if (!part) return [];
  const { kind, what, path: place } = part;
  return [
    {
      kind,
      what,
      arch,
      places: [place],
      needed: true,
      make: (writer, report) => writer.write({ path: place, kind, arch }, (to) => part.make(to, report)),
    },
  ];
}

async function putImages(writer: KitWriter, place: string, bundle: ImageBundle): Promise<void> {
  const { file, arch, sha256 } = bundle;
  const put = (from: string, of?: string) =>
    writer.copy(from, { path: `${place}/${path.basename(from)}`, kind: 'images', arch }, of);
  await put(file, sha256);
  await put(path.join(path.dirname(file), manifestName));
}
