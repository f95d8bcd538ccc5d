import { t } from 'ttag';
import { mustRun } from '../transport/must-run.ts';
import type { Runner } from '../transport/runner.ts';

/** What a Debian package says of itself. */
export interface DebPackage {
  name: string;
  version: string;
  /** The oldest glibc it runs with, such as `2.38`. */
  glibc?: string;
}

/** Reads a package file's control fields; throws `code` for a file that is none. */
export async function readPackage(
  runner: Runner,
  file: string,
  code: 'E_ENGINE_SOURCE' | 'E_IMAGE_SOURCE',
): Promise<DebPackage> {
  const { stdout } = await mustRun(
    runner,
    { argv: ['dpkg-deb', '-f', file, 'Package', 'Version', 'Depends'], env: { LC_ALL: 'C' } },
    {
      code,
      what: t`${file} is not a Debian package`,
      fix: t`Run the same command again.`,
    },
  );
  const glibc = /\blibc6 \(>= ([\d.]+)\)/.exec(stdout)?.[1];
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(stdout)?.[1] ?? 'unknown';
  return { name: field('Package'), version: field('Version'), ...(glibc ? { glibc } : {}) };
}
