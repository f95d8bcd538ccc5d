import { t } from 'ttag';
import { hasCode } from '../errors/index.ts';
import { hasFile } from '../files/has-file.ts';
import type { Runner } from '../transport/runner.ts';
import { hostMirror } from './debian-mirror.ts';

/** Where the host keeps what apt needs. */
export interface AptPaths {
  /** apt's configuration, `/etc/apt`. */
  folder: string;
  keyring: string;
}

export const aptPaths: AptPaths = {
  folder: '/etc/apt',
  keyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
};

/** Why Debian's packages cannot be had here; undefined when nothing speaks against it. */
export async function debianUnavailable(runner: Runner, paths = aptPaths): Promise<string | undefined> {
  for (const program of ['apt-get', 'dpkg-deb']) {
    try {
      await runner.run({ argv: [program, '--version'] });
    } catch (error) {
      if (hasCode(error, 'E_COMMAND_MISSING')) return t`${program} is not installed`;
      throw error;
    }
  }
  if (!(await hasFile(paths.keyring))) return t`${paths.keyring} is missing (package debian-archive-keyring)`;
  return (await hostMirror(paths.folder)) ? undefined : noMirror();
}

export const noMirror = () => t`apt's sources name no mirror of Debian`;
