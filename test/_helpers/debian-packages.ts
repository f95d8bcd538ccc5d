import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FakeRunner } from './fake-runner.ts';

/** What a fake package holds: path -> content, `-> target` for a link. */
export type FakePackage = { version: string; files: Record<string, string> };

/** A computer whose apt knows these packages, all of which are needed by whatever is installed. */
export function debianWith(packages: Record<string, FakePackage>): FakeRunner {
  const names = Object.keys(packages);
  return new FakeRunner()
    .on(/^apt-get .* update$/)
    .on(/^apt-get .* -s --no-install-recommends install /, {
      stdout: names
        .map((name) => `Inst ${name} (${packages[name]?.version} Debian:13/stable [amd64])\n`)
        .join(''),
    })
    .on(/^apt-get .* download /, async ({ cwd = '' }) => {
      for (const name of names) await writeFile(path.join(cwd, `${name}_x.deb`), '');
      return {};
    })
    .on(/^dpkg-deb -f /, ({ argv }) => {
      const name = path.basename(argv[2] ?? '').replace('_x.deb', '');
      return { stdout: `Package: ${name}\nVersion: ${packages[name]?.version}\n` };
    })
    .on(/^dpkg-deb -x /, async ({ argv: [, , deb = '', root = ''] }) => {
      const files = packages[deb.replace('_x.deb', '')]?.files ?? {};
      for (const [name, content] of Object.entries(files)) {
        const file = path.join(root, name);
        await mkdir(path.dirname(file), { recursive: true });
        if (content.startsWith('-> ')) await symlink(content.slice(3), file);
        else await writeFile(file, content, { mode: name.includes('bin/') ? 0o750 : 0o640 });
      }
      return {};
    });
}

/** apt's own files of a computer that uses a mirror of Debian. */
export async function aptFiles(folder: string): Promise<{ folder: string; keyring: string }> {
  await writeFile(path.join(folder, 'sources.list'), 'deb http://mirror.example/debian trixie main\n');
  return { folder, keyring: path.join(folder, 'keyring.gpg') };
}
