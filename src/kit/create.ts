import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { readableSize } from '../files/readable-size.ts';
import { KitWriter } from './kit-writer.ts';
import { type KitFile, type LackingPart, totalBytes } from './manifest.ts';
import { type Part, type PartsRequest, partsFor, toolPart } from './parts.ts';
import { readmeName, readmeText } from './readme.ts';

type Arch = 'amd64' | 'arm64';
const arches: readonly Arch[] = ['amd64', 'arm64'];

/** What can be left out of a kit. */
export const optionalParts = ['third-party', 'node-image', 'box', 'tool'] as const;
type OptionalPart = (typeof optionalParts)[number];

/** What making a kit takes. */
export interface CreateRequest extends PartsRequest {
  /** Where the kit goes, absolute. */
  kit: string;
  arches: readonly Arch[];
  without: readonly OptionalPart[];
  /** ISO 8601. */
  created: string;
  /** Told a line for each step and what it gave. */
  report(line: string): void;
}

/** What came of it. */
export interface Created {
  files: readonly KitFile[];
  /** What could not be had, of what was asked for now or before. */
  lacking: readonly LackingPart[];
  /** Whether a kit is of no use without some of that, for what was asked. */
  complete: boolean;
  changed: boolean;
}

/**
 * Gathers all that `up` needs into one folder with a manifest. What is there already is left alone; killed anywhere, the same
 * call goes on. What cannot be had is left out, and said. Throws E_FILE, E_BUNDLE for a folder with something else in it.
 */
export async function createKit(request: CreateRequest): Promise<Created> {
  const { kit, version, created, signal, report } = request;
  const writer = await KitWriter.open({ folder: kit, about: { swarmlab: version, created }, signal });
  const known = [toolPart(request), ...(await Promise.all(arches.map((it) => partsFor(it, request)))).flat()];
  const asked = known.filter((part) => isAsked(part, request));
  const lacking: (LackingPart & { needed: boolean })[] = [];
  for (const [at, part] of asked.entries()) {
    const name = `[${at + 1}/${asked.length}] ${part.what}${part.arch ? ` (${part.arch})` : ''}`;
    const reason = await make(part, writer, (line) => report(`${name}: ${line}`));
    const place = placeOf(part, writer);
    if (reason === undefined) {
      const bytes = totalBytes(writer.files.filter((file) => isAt(file, place)));
      report(`${name}: ${readableSize(bytes)}`);
    } else {
      report(t`${name}: not to be had`);
      const { what, arch, needed } = part;
      lacking.push({ what, path: place, ...(arch ? { arch } : {}), reason, needed });
    }
  }
  await writer.write({ path: readmeName, kind: 'readme' }, readmeText(request));
  // What was lacking before, and was not looked for now.
  const others = (writer.before?.lacking ?? []).filter(
    (it) =>
      !asked.some(({ places }) => places.includes(it.path)) &&
      known.some(({ places }) => places.includes(it.path)),
  );
  const all = [...others, ...lacking.map(({ needed, ...rest }) => rest)];
  const wanted = (file: KitFile) =>
    file.path === readmeName || known.some(({ places }) => places.some((place) => isAt(file, place)));
  const changed = await writer.finish(wanted, all);
  return { files: writer.files, lacking: all, complete: !lacking.some(({ needed }) => needed), changed };
}

function isAsked({ kind, arch, needed }: Part, request: CreateRequest): boolean {
  if (arch && !request.arches.includes(arch)) return false;
  const name = kind === 'images' && !needed ? 'third-party' : kind;
  return !(request.without as readonly string[]).includes(name);
}

/** Why it could not be made; undefined where the kit has it now. */
async function make(
  part: Part,
  writer: KitWriter,
  report: (line: string) => void,
): Promise<string | undefined> {
  // The tool is looked at again: a developer's changes from one to the next.
  if (part.kind !== 'tool' && part.places.some((place) => writer.has(place))) return undefined;
  try {
    await part.make(writer, report);
    return undefined;
  } catch (error) {
    const theirs = error instanceof SwarmlabError && !['E_FILE', 'E_INTERRUPTED'].includes(error.code);
    if (!theirs) throw error;
    // Its name stands in front of the reason already.
    const [image, why] = [part.what, ''];
    return error.message.replace(t`${image} cannot be had here: ${why}`, '');
  }
}

function placeOf({ places }: Part, writer: KitWriter): string {
  return places.find((place) => writer.has(place)) ?? places[0] ?? '';
}

function isAt(file: KitFile, place: string): boolean {
  return file.path === place || file.path.startsWith(`${place}/`);
}
