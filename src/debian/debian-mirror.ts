import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where Debian's packages are fetched from. `security` is absent where the host uses a mirror without it. */
export interface DebianMirror {
  main: string;
  security?: string;
}

/** Where mirrors keep Debian. A path like /linux/debian, or a host like packages.x, is somebody's own repository for Debian. */
const place =
  /^https?:\/\/(?!(?:apt|packages?|pkgs?|repos?|download)\.)[^/]+(?:\/(?:pub|ftp|mirrors?))*\/debian(-security)?$/;

/** The mirror that this host's own apt uses for Debian, from its sources; undefined where it uses none. */
export async function hostMirror(aptFolder: string): Promise<DebianMirror | undefined> {
  const parts = path.join(aptFolder, 'sources.list.d');
  const names = (await readdir(parts).catch(() => []))
    .filter((name) => /\.(list|sources)$/.test(name))
    .sort();
  const files = [path.join(aptFolder, 'sources.list'), ...names.map((name) => path.join(parts, name))];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return mirrorIn(texts.join('\n'));
}

/** The mirror named in apt's sources, in either of their two formats. */
export function mirrorIn(sources: string): DebianMirror | undefined {
  const uris = sources
    .split('\n')
    .filter((line) => !/^\s*#/.test(line) && /^\s*(deb\s|URIs:)/i.test(line))
    .flatMap((line) => line.match(/https?:\/\/\S+/g) ?? [])
    .map((uri) => uri.replace(/\/+$/, ''));
  const debian = uris.filter((uri) => place.test(uri));
  const main = debian.find((uri) => uri.endsWith('/debian'));
  if (!main) return undefined;
  const security = debian.find((uri) => uri.endsWith('/debian-security'));
  return security ? { main, security } : { main };
}
