import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { gzip } from '../files/gzip.ts';
import { hasFile } from '../files/has-file.ts';
import { packageFile } from '../files/package-file.ts';
import { type FileContent, type TarEntry, writeTar } from '../images/tar.ts';

/** Packages that the program is not bundled with: `external` in scripts/build.js. */
export const unbundled: readonly string[] = ['ssh2'];

/** In packages: what is for their authors, and what was compiled for this computer. */
const leftOut: ReadonlySet<string> = new Set(['node_modules', 'build', 'test', 'examples', '.github']);

/** The folder in the archive. */
const top = 'swarmlab';

/**
 * Packs this package as it can be unpacked and run with Node.js alone, on any system: no installation, no registry. Compiled
 * parts of packages stay out, they are of one system; the packages do without. The same package gives the same bytes.
 */
export async function packTool(to: string, signal?: AbortSignal): Promise<void> {
  if (!(await hasFile(packageFile('dist/main.js')))) {
    throw new SwarmlabError('E_BUNDLE', t`this copy of swarmlab is not built`, {
      fix: t`Run \`npm run build\`.`,
    });
  }
  const { files } = JSON.parse(await readFile(packageFile('package.json'), 'utf8')) as { files: string[] };
  const own = ['package.json', 'README.md', 'LICENSE', ...files].map((name) => ({
    from: packageFile(name),
    to: `${top}/${name}`,
  }));
  const others = [...(await packagesFor(unbundled))].map(([name, folder]) => ({
    from: folder,
    to: `${top}/node_modules/${name}`,
  }));
  const entries = await Promise.all([
    ...own.map((it) => entriesOf(it.from, it.to)),
    ...others.map((it) => entriesOf(it.from, it.to, leftOut)),
  ]);
  const tar = `${to}.tar`;
  try {
    await writeTar(tar, entries.flat(), signal);
    await gzip(tar, to, 6, signal);
  } finally {
    await rm(tar, { force: true });
  }
}

/** Folders of packages and of all that they depend on, by name. None of them is there in two versions. */
async function packagesFor(names: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const add = async (name: string, whose: string): Promise<void> => {
    if (found.has(name)) return;
    const manifest = createRequire(whose).resolve(`${name}/package.json`);
    found.set(name, path.dirname(manifest));
    const { dependencies = {} } = JSON.parse(await readFile(manifest, 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    for (const other of Object.keys(dependencies)) await add(other, manifest);
  };
  for (const name of names) await add(name, packageFile('package.json'));
  return found;
}

/** A file, or all files below a folder, in a fixed order. */
async function entriesOf(
  from: string,
  to: string,
  without: ReadonlySet<string> = new Set(),
): Promise<TarEntry<FileContent>[]> {
  const seen = await stat(from);
  if (seen.isFile()) {
    const mode = seen.mode & 0o100 ? 0o755 : 0o644;
    return [{ type: 'file', path: to, content: { file: from, bytes: seen.size }, mode }];
  }
  const names = (await readdir(from)).filter((name) => !without.has(name)).sort();
  const below = await Promise.all(
    names.map((name) => entriesOf(path.join(from, name), `${to}/${name}`, without)),
  );
  return [{ type: 'folder', path: to }, ...below.flat()];
}
