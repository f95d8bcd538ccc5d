import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import pMap from 'p-map';
import { t } from 'ttag';
import { mustRun } from '../transport/must-run.ts';
import type { Command, Runner } from '../transport/runner.ts';
import { type AptPlan, makeAptFolder } from './apt-folder.ts';
import { type DebPackage, readPackage } from './deb-package.ts';

/** Which packages to fetch, and where to. */
export interface PackagesRequest extends AptPlan {
  packages: readonly string[];
  /** An empty folder for apt's own files and the packages. */
  folder: string;
  runner: Runner;
  report: (line: string) => void;
}

/** The packages and all that they need, unpacked over each other; no script of theirs has run. */
export interface UnpackedPackages {
  root: string;
  /** Sorted by name. */
  packages: readonly DebPackage[];
}

/**
 * Fetches packages with what they depend on, as apt itself resolves it for an empty system, and unpacks them. apt checks them
 * against the signed index. Needs no root. Throws E_IMAGE_SOURCE.
 */
export async function fetchPackages(request: PackagesRequest): Promise<UnpackedPackages> {
  const { folder, packages, runner, report, suite } = request;
  const options = await makeAptFolder(folder, request);
  const [first] = packages;
  report(t`reading the package index of Debian ${suite} for ${first}`);
  await step(runner, ['apt-get', ...options, '-o', 'APT::Update::Error-Mode=any', 'update'], folder);
  const choice = ['-s', '--no-install-recommends', 'install', ...packages];
  const resolved = wanted((await step(runner, ['apt-get', ...options, ...choice], folder)).stdout);
  const asked = packages.join(', ');
  report(t`downloading ${asked} and what they need: ${resolved.length} packages`);
  const debs = path.join(folder, 'debs');
  await step(runner, ['apt-get', ...options, 'download', ...resolved], debs);

  report(t`unpacking ${asked}`);
  const names = (await readdir(debs)).filter((name) => name.endsWith('.deb')).sort();
  const root = path.join(folder, 'root');
  await mkdir(root);
  const read = await pMap(
    names,
    async (name) => {
      await step(runner, ['dpkg-deb', '-x', name, root], debs);
      return readPackage(runner, path.join(debs, name), 'E_IMAGE_SOURCE');
    },
    { concurrency: 2 },
  );
  return { root, packages: read };
}

/** `Inst libc6 (2.41-12 Debian:13/stable [amd64])` -> `libc6=2.41-12` */
function wanted(simulation: string): string[] {
  return [...simulation.matchAll(/^Inst (\S+) \((\S+) /gm)].map(([, name, version]) => `${name}=${version}`);
}

function step(runner: Runner, argv: Command['argv'], cwd: string) {
  const [program] = argv;
  return mustRun(
    runner,
    { argv, cwd, env: { LC_ALL: 'C' } },
    {
      code: 'E_IMAGE_SOURCE',
      what: t`could not make an image from Debian's packages (${program})`,
      fix: t`Check that \`sudo apt-get update\` works here.`,
    },
  );
}
