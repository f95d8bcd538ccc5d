import type { Arch } from './manifest.ts';
import pinned from './versions.json' with { type: 'json' };

/** The version of the official archive that is used when swarmlab.yaml names none. */
export const defaultDockerVersion: string = pinned.docker.default;

/** Every version of the official archive with a known checksum. */
export const dockerVersions: readonly string[] = Object.keys(pinned.docker.versions);

/** Hex SHA-256 of the official archive; undefined for a version that is not pinned. */
export function dockerChecksum(version: string, arch: Arch): string | undefined {
  const versions: Record<string, Record<Arch, string>> = pinned.docker.versions;
  return versions[version]?.[arch];
}

/** The Debian suite and the packages that an engine is assembled from. */
export const debian: { suite: string; packages: readonly string[] } = pinned.debian;
