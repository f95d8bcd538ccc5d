import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import pMap from 'p-map';
import { hasCode, SwarmlabError } from '../../errors/index.ts';
import { hasFile } from '../../files/has-file.ts';
import { hashFile } from '../../files/hash-file.ts';
import { mustRun } from '../../transport/must-run.ts';
import type { Command, Runner } from '../../transport/runner.ts';
import { binaries } from '../manifest.ts';
import { fileNames } from '../open-bundle.ts';
import { debian } from '../versions.ts';
import { makeAptFolder } from './apt-folder.ts';
import { type DebPackage, readPackage } from './deb-package.ts';
import { hostMirror } from './debian-mirror.ts';
import type { Obtained, SourceRequest } from './source.ts';

/** Where the host keeps what apt needs. */
export interface AptPaths {
  /** apt's configuration, `/etc/apt`. */
  folder: string;
  keyring: string;
}

const aptPaths: AptPaths = {
  folder: '/etc/apt',
  keyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
};

/** Where the packages put a program, when it is not `usr/bin` or `usr/sbin` under its own name. */
const elsewhere: Readonly<Record<string, string>> = { 'docker-init': 'usr/bin/tini-static' };

/** Why Debian's packages cannot be had here; undefined when nothing speaks against it. */
export async function debianUnavailable(runner: Runner, paths = aptPaths): Promise<string | undefined> {
  for (const program of ['apt-get', 'dpkg-deb']) {
    try {
      await runner.run({ argv: [program, '--version'] });
    } catch (error) {
      if (hasCode(error, 'E_COMMAND_MISSING')) return `${program} is not installed`;
      throw error;
    }
  }
  if (!(await hasFile(paths.keyring))) return `${paths.keyring} is missing (package debian-archive-keyring)`;
  return (await hostMirror(paths.folder)) ? undefined : noMirror;
}

const noMirror = "apt's sources name no mirror of Debian";

/** Assembles the bundle from Debian's packages, which apt checks against the signed index. Needs no root. */
export async function fromDebian(request: SourceRequest, paths = aptPaths): Promise<Obtained> {
  const { arch, runner, report, signal } = request;
  const apt = path.join(request.into, 'apt');
  const mirror = await hostMirror(paths.folder);
  if (!mirror) {
    throw new SwarmlabError('E_ENGINE_SOURCE', `Debian's packages cannot be had: ${noMirror}`, {
      fix: 'Set engine.source: docker in swarmlab.yaml, or add a mirror of Debian to /etc/apt/sources.list.d.',
    });
  }
  const options = await makeAptFolder(apt, { suite: debian.suite, arch, mirror, keyring: paths.keyring });
  report(`reading the package index of Debian ${debian.suite}`);
  await step(runner, ['apt-get', ...options, '-o', 'APT::Update::Error-Mode=any', 'update'], apt);
  report(`downloading ${debian.packages.join(', ')}`);
  const debs = path.join(apt, 'debs');
  await step(runner, ['apt-get', ...options, 'download', ...debian.packages], debs);

  report('unpacking');
  const names = (await readdir(debs)).filter((name) => name.endsWith('.deb')).sort();
  const packages = await Promise.all(names.map((name) => readPackage(runner, path.join(debs, name))));
  const version = engineVersion(packages, request.version);
  await mkdir(path.join(apt, 'root'));
  await pMap(names, (name) => step(runner, ['dpkg-deb', '-x', name, path.join(apt, 'root')], debs), {
    concurrency: 2,
  });
  await assemble(path.join(apt, 'root'), request.into, runner);
  const madeFrom = [];
  for (const [n, name] of names.entries()) {
    const { sha256 } = await hashFile(path.join(debs, name), signal);
    madeFrom.push({ name, version: packages[n]?.version, sha256 });
  }
  await rm(apt, { recursive: true, force: true });
  const glibc = newest(packages.flatMap(({ glibc }) => glibc ?? []));
  const origin = `${mirror.main} ${debian.suite}`;
  return { version, source: 'debian', origin, madeFrom, ...(glibc ? { glibc } : {}) };
}

/** The same packages give the same tarball everywhere: owners, times and order are fixed. */
async function assemble(root: string, folder: string, runner: Runner): Promise<void> {
  const layout = path.join(root, 'docker');
  await mkdir(layout);
  for (const name of binaries) await copyFile(await findProgram(root, name), path.join(layout, name));
  const fixed = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0', '--mode=0755'];
  const to = path.join(folder, fileNames.none);
  await step(runner, ['tar', '--format=gnu', ...fixed, '-cf', to, 'docker'], root);
}

async function findProgram(root: string, name: string): Promise<string> {
  for (const place of [elsewhere[name] ?? `usr/bin/${name}`, `usr/sbin/${name}`]) {
    const file = path.join(root, place);
    if (await hasFile(file)) return file;
  }
  throw new SwarmlabError('E_ENGINE_SOURCE', `Debian's packages hold no ${name} any more`, {
    fix: 'Set engine.source: docker or file.',
  });
}

function engineVersion(packages: readonly DebPackage[], wanted: string | undefined): string {
  const full = packages.find(({ name }) => name === 'docker.io')?.version ?? 'unknown';
  const version = /^(?:\d+:)?([\d.]+)/.exec(full)?.[1] ?? full;
  if (!wanted || wanted === version || wanted === full) return version;
  throw new SwarmlabError(
    'E_ENGINE_SOURCE',
    `Debian ${debian.suite} has Docker Engine ${version}, not ${wanted}`,
    { fix: `Remove engine.version from swarmlab.yaml, set it to ${version}, or set engine.source: docker.` },
  );
}

function newest(versions: readonly string[]): string | undefined {
  return [...versions].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
}

async function step(runner: Runner, argv: Command['argv'], cwd: string): Promise<void> {
  await mustRun(
    runner,
    { argv, cwd, env: { LC_ALL: 'C' } },
    {
      code: 'E_ENGINE_SOURCE',
      what: `could not make the engine from Debian's packages (${argv[0]})`,
      fix: 'Check that `sudo apt-get update` works here, or set engine.source: docker or file in swarmlab.yaml.',
    },
  );
}
