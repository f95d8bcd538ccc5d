import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DebianMirror } from './debian-mirror.ts';

/** What the private apt folder is for. */
export interface AptPlan {
  suite: string;
  arch: 'amd64' | 'arm64';
  mirror: DebianMirror;
  /** Path of the keyring that the suite's index must be signed with. */
  keyring: string;
  /** Packages that apt is told are there, so that neither they nor what only they need is fetched. Default: none. */
  without?: readonly string[];
}

/** Lines of a sources.list for the suite, its updates and its security updates. */
export function aptSources({ suite, arch, mirror, keyring }: AptPlan): string {
  const options = `[arch=${arch} signed-by=${keyring}]`;
  const lines = [
    `deb ${options} ${mirror.main} ${suite} main`,
    `deb ${options} ${mirror.main} ${suite}-updates main`,
  ];
  if (mirror.security) lines.push(`deb ${options} ${mirror.security} ${suite}-security main`);
  return `${lines.join('\n')}\n`;
}

/**
 * An apt configuration that leaves the host alone: lists, cache and status of its own. What the host says of proxies,
 * credentials and certificates still holds; its hooks, pins and extra indexes do not.
 * Source: apt.conf(5); `-c` is read after the host's files.
 */
export function aptConfig(folder: string, arch: AptPlan['arch']): string {
  const cleared = [
    'APT::Update::Pre-Invoke',
    'APT::Update::Post-Invoke',
    'APT::Update::Post-Invoke-Success',
    'APT::Architectures',
    'APT::Default-Release',
    'Acquire::IndexTargets::deb::DEP-11',
    'Acquire::IndexTargets::deb::CNF',
  ];
  const own: [string, string][] = [
    ['APT::Architecture', arch],
    ['APT::Architectures::', arch],
    ['APT::Sandbox::User', 'root'],
    ['Acquire::Languages', 'none'],
    ['Acquire::Retries', '2'],
    ['Dir::State::lists', path.join(folder, 'lists')],
    ['Dir::State::status', path.join(folder, 'status')],
    ['Dir::Cache', path.join(folder, 'cache')],
    // Container images of Debian turn these off; each question would read the whole index again.
    ['Dir::Cache::pkgcache', path.join(folder, 'cache', 'pkgcache.bin')],
    ['Dir::Cache::srcpkgcache', path.join(folder, 'cache', 'srcpkgcache.bin')],
    ['Dir::Etc::sourcelist', path.join(folder, 'sources.list')],
    ['Dir::Etc::sourceparts', path.join(folder, 'none')],
    ['Dir::Etc::preferences', path.join(folder, 'no-preferences')],
    ['Dir::Etc::preferencesparts', path.join(folder, 'none')],
  ];
  const clears = cleared.map((name) => `#clear ${name};`);
  return `${[...clears, ...own.map(([name, value]) => `${name} "${value}";`)].join('\n')}\n`;
}

/** dpkg's record of packages that are said to be installed, in a version that satisfies everybody. */
function aptStatus({ arch, without = [] }: Pick<AptPlan, 'arch' | 'without'>): string {
  const record = (name: string) =>
    `Package: ${name}\nStatus: install ok installed\nArchitecture: ${arch}\nMulti-Arch: foreign\nVersion: 9999:0\nMaintainer: none\nDescription: left out\n`;
  return without.map(record).join('\n');
}

/** Makes the folder and gives the options that point apt at it. */
export async function makeAptFolder(folder: string, plan: AptPlan): Promise<readonly string[]> {
  for (const name of ['lists/partial', 'cache/archives/partial', 'none', 'debs'])
    await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, 'status'), aptStatus(plan));
  await writeFile(path.join(folder, 'sources.list'), aptSources(plan));
  await writeFile(path.join(folder, 'apt.conf'), aptConfig(folder, plan.arch));
  return ['-q', '-c', path.join(folder, 'apt.conf')];
}
