import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Arch } from '../manifest.ts';
import type { DebianMirror } from './debian-mirror.ts';

/** What the private apt folder is for. */
export interface AptPlan {
  suite: string;
  arch: Arch;
  mirror: DebianMirror;
  /** Path of the keyring that the suite's index must be signed with. */
  keyring: string;
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
export function aptConfig(folder: string, arch: Arch): string {
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
    ['Dir::Etc::sourcelist', path.join(folder, 'sources.list')],
    ['Dir::Etc::sourceparts', path.join(folder, 'none')],
    ['Dir::Etc::preferences', path.join(folder, 'no-preferences')],
    ['Dir::Etc::preferencesparts', path.join(folder, 'none')],
  ];
  const clears = cleared.map((name) => `#clear ${name};`);
  return `${[...clears, ...own.map(([name, value]) => `${name} "${value}";`)].join('\n')}\n`;
}

/** Makes the folder and gives the options that point apt at it. */
export async function makeAptFolder(folder: string, plan: AptPlan): Promise<readonly string[]> {
  for (const name of ['lists/partial', 'cache/archives/partial', 'none', 'debs'])
    await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, 'status'), '');
  await writeFile(path.join(folder, 'sources.list'), aptSources(plan));
  await writeFile(path.join(folder, 'apt.conf'), aptConfig(folder, plan.arch));
  return ['-q', '-c', path.join(folder, 'apt.conf')];
}
