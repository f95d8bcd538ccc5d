import path from 'node:path';
import { t } from 'ttag';
import { type AptPaths, aptPaths, noMirror } from '../debian/available.ts';
import type { DebPackage } from '../debian/deb-package.ts';
import { hostMirror } from '../debian/debian-mirror.ts';
import { fetchPackages } from '../debian/fetch-packages.ts';
import { SwarmlabError } from '../errors/index.ts';
import type { Image } from './archive.ts';
import type { ImageBundleRequest } from './bundle.ts';
import { imageConfig } from './image-config.ts';
import { readRecipeFiles, readRecipes } from './recipe.ts';
import { rootEntries } from './root-entries.ts';
import { type FileContent, type TarEntry, writeTar } from './tar.ts';
import { type PackagesRecipe, readPackagesRecipe, readThirdParty } from './third-party.ts';

/** What making an image from packages takes. */
export interface PackagesImageRequest extends Omit<ImageBundleRequest, 'cacheFolder'> {
  name: string;
  tag: string;
  recipe: PackagesRecipe;
  /** An empty folder; the image reads its layer out of it, so it stays until the image is packed. */
  folder: string;
  /** Where the host keeps what apt needs; Debian's places when absent. */
  paths?: AptPaths;
}

/** What every image of this kind has besides: a shell and the usual small programs. */
const shellPackage = 'busybox-static';

/**
 * Makes an image of Debian's packages in one layer, without a registry, a Docker host or root. Nothing of the packages runs.
 * Its labels say what it is made from. Throws E_IMAGE_SOURCE.
 */
export async function imageFromPackages(
  request: PackagesImageRequest,
): Promise<{ image: Image; source: string }> {
  const { arch, name, tag, folder, runner, report, signal, paths = aptPaths } = request;
  const recipe = readPackagesRecipe(request.recipe);
  const { debian } = await readThirdParty();
  const mirror = await hostMirror(paths.folder);
  if (!mirror) throw cannot(noMirror());
  const { root, packages } = await fetchPackages({
    suite: debian.suite,
    arch,
    mirror,
    keyring: paths.keyring,
    without: [...debian.without, ...recipe.without],
    packages: [...recipe.packages, shellPackage],
    folder: path.join(folder, 'apt'),
    runner,
    report,
  });
  signal?.throwIfAborted();
  const version = versionIn(packages, recipe.versionOf);
  if (version && version !== tag && !version.startsWith(`${tag}.`))
    throw cannot(t`Debian ${debian.suite} has ${recipe.versionOf} ${version}, not ${tag}`);

  const there = await rootEntries(root, keeps([...debian.drop, ...recipe.drop]));
  const added = [...skeleton, ...(await ownEntries(recipe)), ...(await shellLinks(there))];
  const file = path.join(folder, 'layer.tar');
  const { sha256, bytes } = await writeTar(file, layered(there, added), signal);
  const layer = {
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    digest: `sha256:${sha256}`,
    bytes,
    content: { file, bytes },
  };
  const source = `Debian ${debian.suite}: ${packages.map((it) => `${it.name} ${it.version}`).join(', ')}`;
  const labels = {
    'org.opencontainers.image.title': name.replace(/^.*\//, ''),
    ...(version ? { 'org.opencontainers.image.version': version } : {}),
    'org.opencontainers.image.description': `made by swarmlab, not upstream's image; ${source}`,
    ...recipe.labels,
  };
  return {
    image: { name, tag, config: imageConfig(arch, { ...recipe, labels }, [layer]), layers: [layer] },
    source,
  };
}

function cannot(reason: string): SwarmlabError {
  return new SwarmlabError('E_IMAGE_SOURCE', reason, {
    fix: t`Use a computer with a Docker host that can pull, or one whose apt has a mirror of Debian.`,
  });
}

/** `5:8.0.2-3+deb13u2` -> `8.0.2` */
function versionIn(packages: readonly DebPackage[], name: string | undefined): string | undefined {
  const full = packages.find((it) => it.name === name)?.version;
  return full && (/^(?:\d+:)?(\d+(?:\.\d+)*)/.exec(full)?.[1] ?? full);
}

type Entry = TarEntry<Buffer | FileContent>;

/** What Debian's base packages and their scripts would have made of an empty folder. */
const skeleton: readonly Entry[] = [
  { type: 'symlink', path: 'bin', target: 'usr/bin' },
  { type: 'symlink', path: 'lib', target: 'usr/lib' },
  { type: 'symlink', path: 'lib64', target: 'usr/lib64' },
  { type: 'symlink', path: 'sbin', target: 'usr/sbin' },
  text('etc/group', 'root:x:0:\nnogroup:x:65534:\n'),
  text('etc/nsswitch.conf', 'hosts: files dns\n'),
  text('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/sh\n'),
  { type: 'folder', path: 'tmp', mode: 0o1777 },
  { type: 'folder', path: 'var' },
  { type: 'folder', path: 'var/tmp', mode: 0o1777 },
];

function text(path: string, content: string): Entry {
  return { type: 'file', path, content: Buffer.from(content) };
}

async function ownEntries(recipe: ReturnType<typeof readPackagesRecipe>): Promise<Entry[]> {
  const contents = await readRecipeFiles(recipe);
  return [
    ...recipe.folders.map(
      ({ path, mode }): Entry => ({ type: 'folder', path, mode: Number.parseInt(mode, 8) }),
    ),
    ...recipe.files.map(({ to, executable }, at): Entry => {
      return { type: 'file', path: to, content: contents[at] as Buffer, mode: executable ? 0o755 : 0o644 };
    }),
    ...Object.entries(recipe.links).map(([path, target]): Entry => ({ type: 'symlink', path, target })),
  ];
}

/** Links to busybox for the commands that no package brought. */
async function shellLinks(there: readonly Entry[]): Promise<Entry[]> {
  const { busybox } = await readRecipes();
  const taken = new Set(there.map(({ path }) => path));
  return busybox.applets
    .filter((applet) => !taken.has(`usr/bin/${applet}`) && !taken.has(`usr/sbin/${applet}`))
    .map((applet) => ({ type: 'symlink', path: `usr/bin/${applet}`, target: 'busybox' }));
}

/** Folders before what is in them; where the same path is in both, the later one counts. */
function layered(below: readonly Entry[], above: readonly Entry[]): Entry[] {
  const entries = new Map([...below, ...above].map((entry) => [entry.path, entry]));
  for (const path of [...entries.keys()])
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (!entries.has(folder)) entries.set(folder, { type: 'folder', path: folder });
    }
  return [...entries.values()].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

/** Everything but these folders; of `usr/share/doc`, the licences stay. */
function keeps(drop: readonly string[]): (path: string) => boolean {
  const dropped = new Set(drop);
  return (path) => {
    if (/^usr\/share\/doc(\/[^/]+(\/copyright)?)?$/.test(path)) return true;
    if (path.startsWith('usr/share/doc/')) return false;
    return !dropped.has(path);
  };
}
