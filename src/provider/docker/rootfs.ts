import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { hasCode, SwarmlabError } from '../../errors/index.ts';
import { isAlive } from '../../files/process-alive.ts';
import { mustRun } from '../../transport/must-run.ts';
import { quote } from '../../transport/quote.ts';
import type { Runner } from '../../transport/runner.ts';
import { type Arch, hostArch } from '../host-arch.ts';
import { leftOut, packages, recipeHash, setUp, suite } from './image-recipe.ts';

/** Where a file tree that was made from Debian's packages is kept. */
function rootfsFile(cacheFolder: string, arch: Arch): string {
  const name = arch === hostArch ? recipeHash : `${recipeHash}-${arch}`;
  return path.join(cacheFolder, 'node-image', `${name}.tar`);
}

/** The kept file tree, as a path; undefined when there is none. */
export async function keptRootfs(cacheFolder: string, arch = hostArch): Promise<string | undefined> {
  const file = rootfsFile(cacheFolder, arch);
  return access(file).then(
    () => file,
    () => undefined,
  );
}

/**
 * Makes the node's file tree from Debian's packages and keeps it as a tar. Made beside its place and renamed, so several
 * may do so at once. E_NODE_IMAGE when mmdebstrap is missing or fails. Needs no root: mmdebstrap uses a user namespace then.
 */
export async function makeRootfs(runner: Runner, cacheFolder: string, arch = hostArch): Promise<string> {
  const file = rootfsFile(cacheFolder, arch);
  await mkdir(path.dirname(file), { recursive: true });
  await sweep(path.dirname(file));
  const beside = `${file}.${process.pid}.${randomUUID().slice(0, 8)}.new`;
  try {
    await mustRun(
      runner,
      {
        argv: [
          'mmdebstrap',
          ...['--quiet', '--variant=minbase', '--format=tar', `--include=${packages.join(',')}`],
          ...leftOut.map((pattern) => `--dpkgopt=path-exclude=${pattern}`),
          `--customize-hook=chroot "$1" sh -ec ${quote(setUp)}`,
          // The host's own, copied for the packages' sake.
          '--customize-hook=rm -f "$1/etc/resolv.conf" "$1/etc/hostname"',
          ...(arch === hostArch ? [] : [`--architectures=${arch}`]),
          ...[suite, beside],
        ],
      },
      {
        code: 'E_NODE_IMAGE',
        what: t`could not make the node image from Debian's packages`,
        fix: t`Look at the log for mmdebstrap's messages, or give the Docker host access to a registry.`,
      },
    );
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    if (!hasCode(error, 'E_COMMAND_MISSING')) throw error;
    throw new SwarmlabError(
      'E_NODE_IMAGE',
      t`no registry answers, and mmdebstrap, which makes the node image without one, is not installed`,
      {
        fix: t`Install it (Debian, Ubuntu: sudo apt-get install mmdebstrap), or give the Docker host access to a registry.`,
        cause: error,
      },
    );
  }
  return file;
}

/** Removes what runs that were killed left behind. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /\.(\d+)\.[0-9a-f]+\.new$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) await rm(path.join(folder, name), { force: true });
  }
}
