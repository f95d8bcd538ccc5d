import { rename } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import { deepestReason } from '../../files/download.ts';
import { gunzip } from '../compress.ts';
import type { Arch } from '../manifest.ts';
import { fileNames } from '../open-bundle.ts';
import { defaultDockerVersion, dockerChecksum, dockerVersions } from '../versions.ts';
import { download } from './download.ts';
import type { Obtained, SourceRequest } from './source.ts';

const machines: Readonly<Record<Arch, string>> = { amd64: 'x86_64', arm64: 'aarch64' };

/** Address and checksum of the official archive; E_ENGINE_SOURCE for a version that is not pinned. */
function officialArchive(version: string, arch: Arch): { url: string; sha256: string } {
  const sha256 = dockerChecksum(version, arch);
  if (!sha256) {
    const or = t`or`;
    const known = dockerVersions.join(` ${or} `);
    throw new SwarmlabError(
      'E_ENGINE_SOURCE',
      t`the checksum of Docker Engine ${version} (${arch}) is not known here`,
      {
        fix: t`Set engine.version to ${known}, or download it and set engine.source: file.`,
      },
    );
  }
  return {
    url: `https://download.docker.com/linux/static/stable/${machines[arch]}/docker-${version}.tgz`,
    sha256,
  };
}

/** Downloads Docker's official static archive and checks it against the pinned checksum. */
export async function fromDocker(request: SourceRequest): Promise<Obtained> {
  const version = request.version ?? defaultDockerVersion;
  const { url, sha256 } = officialArchive(version, request.arch);
  const archive = path.join(request.into, fileNames.gz);
  const got = await download({ ...request, url, to: `${archive}.part`, what: `Docker Engine ${version}` });
  if (got.sha256 !== sha256) {
    throw new SwarmlabError(
      'E_ENGINE_CHECKSUM',
      t`${url} is not the pinned file: its sha256 is ${got.sha256}`,
      {
        fix: t`Run the same command again; if it stays so, a proxy changes downloads: set engine.source: debian or file.`,
        output: `expected ${sha256}, got ${got.sha256} (${got.bytes} bytes)`,
      },
    );
  }
  await rename(`${archive}.part`, archive);
  request.report(t`unpacking`);
  await gunzip(archive, path.join(request.into, fileNames.none), request.signal);
  return {
    version,
    source: 'docker',
    origin: url,
    madeFrom: [{ name: path.basename(url), version, sha256 }],
  };
}

/** Why the official archive cannot be downloaded now; undefined when it can. Waits 3 s at most. */
export async function dockerUnavailable(
  request: Pick<SourceRequest, 'arch' | 'version' | 'fetch' | 'signal'>,
): Promise<string | undefined> {
  const version = request.version ?? defaultDockerVersion;
  if (!dockerChecksum(version, request.arch))
    return t`the checksum of Docker Engine ${version} is not known here`;
  const { url } = officialArchive(version, request.arch);
  try {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(3000)]);
    const response = await request.fetch(url, { method: 'HEAD', signal });
    return response.ok ? undefined : t`download.docker.com answered ${response.status}`;
  } catch (error) {
    request.signal.throwIfAborted();
    const reason = reasonOf(error);
    return t`download.docker.com cannot be reached (${reason})`;
  }
}

/** Why nothing answered, such as `getaddrinfo ENOTFOUND download.docker.com`. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return t`no answer within 3 s`;
  return deepestReason(error);
}
