import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { type BusyboxAnswer, type BusyboxRequest, lastLine, runIfThere } from './busybox-source.ts';

/**
 * Downloads Debian's (or Ubuntu's) package and unpacks it, with apt's own verification and without installing anything or
 * needing root. First by the system's package lists; where they are missing, old or of another architecture, by lists of our own.
 */
export async function busyboxFromDebian(request: BusyboxRequest): Promise<BusyboxAnswer> {
  const { arch, folder, names, runner } = request;
  const own = await ownLists(folder, arch);
  const download = (options: readonly string[]) =>
    runIfThere(runner, {
      argv: [
        'apt-get',
        '-q',
        '-o',
        'APT::Sandbox::User=root',
        ...options,
        'download',
        `${names.debianPackage}:${arch}`,
      ],
      cwd: folder,
      env: { LC_ALL: 'C' },
    });

  let downloaded = await download([]);
  if (!downloaded) return { reason: t`apt-get is not installed` };
  if (downloaded.exitCode !== 0) {
    await runner.run({
      argv: ['apt-get', '-q', '-o', 'APT::Sandbox::User=root', ...own, 'update'],
      env: { LC_ALL: 'C' },
    });
    downloaded = (await download(own)) ?? downloaded;
  }
  if (downloaded.exitCode !== 0) {
    const said = lastLine(downloaded);
    return { reason: t`apt-get cannot download ${names.debianPackage}: ${said}` };
  }

  const packages = (await readdir(folder)).filter((name) => name.endsWith('.deb'));
  const [file] = packages;
  if (!file) return { reason: t`apt-get downloaded no ${names.debianPackage}` };
  const unpacked = await runIfThere(runner, {
    argv: ['dpkg-deb', '-x', path.join(folder, file), path.join(folder, 'unpacked')],
  });
  if (unpacked?.exitCode !== 0) {
    const said = unpacked ? lastLine(unpacked) : t`not installed`;
    return { reason: t`dpkg-deb cannot unpack ${file}: ${said}` };
  }
  return {
    file: await findBusybox(path.join(folder, 'unpacked')),
    source: `Debian package ${decodeURIComponent(file.replace(/\.deb$/, ''))}`,
  };
}

/** Options that make apt keep everything it writes in a folder of ours, for one architecture. */
async function ownLists(folder: string, arch: string): Promise<string[]> {
  const root = path.join(folder, 'apt');
  await mkdir(path.join(root, 'lists', 'partial'), { recursive: true });
  await mkdir(path.join(root, 'cache', 'archives', 'partial'), { recursive: true });
  await writeFile(path.join(root, 'status'), '');
  const options = [
    `Dir::State::Lists=${root}/lists`,
    `Dir::State::status=${root}/status`,
    `Dir::Cache=${root}/cache`,
    `APT::Architecture=${arch}`,
    `APT::Architectures=${arch}`,
    'Acquire::Languages=none',
  ];
  return options.flatMap((option) => ['-o', option]);
}

/** The binary is in /bin, or in /usr/bin where Debian has merged the two. */
async function findBusybox(unpacked: string): Promise<string> {
  const merged = path.join(unpacked, 'usr', 'bin', 'busybox');
  return (await stat(merged).catch(() => undefined)) ? merged : path.join(unpacked, 'bin', 'busybox');
}
