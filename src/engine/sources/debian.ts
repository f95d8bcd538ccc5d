import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import pMap from 'p-map';
import { t } from 'ttag';
import { makeAptFolder } from '../../debian/apt-folder.ts';
import { aptPaths, noMirror } from '../../debian/available.ts';
import { type DebPackage, readPackage } from '../../debian/deb-package.ts';
import { hostMirror } from '../../debian/debian-mirror.ts';
import { SwarmlabError } from '../../errors/index.ts';
import { hasFile } from '../../files/has-file.ts';
import { hashFile } from '../../files/hash-file.ts';
import { mustRun } from '../../transport/must-run.ts';
import type { Command, Runner } from '../../transport/runner.ts';
import { binaries } from '../manifest.ts';
import { fileNames } from '../open-bundle.ts';
import { debian } from '../versions.ts';
import type { Obtained, SourceRequest } from './source.ts';

/** Where the packages put a program, when it is not `usr/bin` or `usr/sbin` under its own name. */
const elsewhere: Readonly<Record<string, string>> = { 'docker-init': 'usr/bin/tini-static' };

/** Assembles the bundle from Debian's packages, which apt checks against the signed index. Needs no root. */
export async function fromDebian(request: SourceRequest, paths = aptPaths): Promise<Obtained> {
  const { arch, runner, report, signal } = request;
  const apt = path.join(request.into, 'apt');
  const mirror = await hostMirror(paths.folder);
  if (!mirror) {
    const reason = noMirror();
    throw new SwarmlabError('E_ENGINE_SOURCE', t`Debian's packages cannot be had: ${reason}`, {
      fix: t`Set engine.source: docker in swarmlab.yaml, or add a mirror of Debian to /etc/apt/sources.list.d.`,
    });
  }
  const options = await makeAptFolder(apt, { suite: debian.suite, arch, mirror, keyring: paths.keyring });
  report(t`reading the package index of Debian ${debian.suite}`);
  await step(runner, ['apt-get', ...options, '-o', 'APT::Update::Error-Mode=any', 'update'], apt);
  const wanted = debian.packages.join(', ');
  report(t`downloading ${wanted}`);
  const debs = path.join(apt, 'debs');
  await step(runner, ['apt-get', ...options, 'download', ...debian.packages], debs);

  report(t`unpacking`);
  const names = (await readdir(debs)).filter((name) => name.endsWith('.deb')).sort();
  const packages = await Promise.all(
    names.map((name) => readPackage(runner, path.join(debs, name), 'E_ENGINE_SOURCE')),
  );
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
  throw new SwarmlabError('E_ENGINE_SOURCE', t`Debian's packages hold no ${name} any more`, {
    fix: t`Set engine.source: docker or file.`,
  });
}

function engineVersion(packages: readonly DebPackage[], wanted: string | undefined): string {
  const full = packages.find(({ name }) => name === 'docker.io')?.version ?? 'unknown';
  const version = /^(?:\d+:)?([\d.]+)/.exec(full)?.[1] ?? full;
  if (!wanted || wanted === version || wanted === full) return version;
  throw new SwarmlabError(
    'E_ENGINE_SOURCE',
    t`Debian ${debian.suite} has Docker Engine ${version}, not ${wanted}`,
    { fix: t`Remove engine.version from swarmlab.yaml, set it to ${version}, or set engine.source: docker.` },
  );
}

function newest(versions: readonly string[]): string | undefined {
  return [...versions].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
}

async function step(runner: Runner, argv: Command['argv'], cwd: string): Promise<void> {
  const [program] = argv;
  await mustRun(
    runner,
    { argv, cwd, env: { LC_ALL: 'C' } },
    {
      code: 'E_ENGINE_SOURCE',
      what: t`could not make the engine from Debian's packages (${program})`,
      fix: t`Check that \`sudo apt-get update\` works here, or set engine.source: docker or file in swarmlab.yaml.`,
    },
  );
}
