import { randomBytes } from 'node:crypto';
import type { Remote } from '../transport/runner.ts';
import type { Compression } from './manifest.ts';
import type { EngineBundle } from './open-bundle.ts';

/** Bytes sent to learn how fast a link is. */
const probeBytes = 4 * 2 ** 20;

/**
 * Megabytes a second above which a node gets the tarball uncompressed. gzip saves 160 MB on the way and costs a node
 * 1.5 s of its CPU, more while others share it.
 */
const fast = 60;

/** The variant that gets the engine onto this node soonest: zstd wins on every link, and needs the program at both ends. */
export async function chooseVariant(
  remote: Remote,
  bundle: EngineBundle,
  node: { zstd: boolean },
  now: () => number,
): Promise<Compression> {
  if (node.zstd && (await bundle.canZstd())) return 'zst';
  const before = now();
  await remote.run({
    argv: ['sh', '-c', 'cat >/dev/null'],
    input: randomBytes(probeBytes),
    timeout: 120_000,
  });
  const seconds = Math.max(now() - before, 1) / 1000;
  return probeBytes / 1e6 / seconds >= fast ? 'none' : 'gz';
}
