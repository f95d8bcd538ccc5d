import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { t } from 'ttag';
import { hasCode } from '../errors/index.ts';
import { mustRun } from '../transport/must-run.ts';
import type { Runner } from '../transport/runner.ts';

const failure = () =>
  ({
    code: 'E_ENGINE_SOURCE',
    what: t`zstd failed on the engine bundle`,
    fix: t`Make sure the disk of the cache has 1 GiB free, then run the same command again.`,
  }) as const;

/** Whether the zstd program can be run here. */
export async function hasZstd(runner: Runner): Promise<boolean> {
  try {
    return (await runner.run({ argv: ['zstd', '--version'] })).exitCode === 0;
  } catch (error) {
    if (hasCode(error, 'E_COMMAND_MISSING')) return false;
    throw error;
  }
}

/** Level 3: twice the time of level 1 saves 7 MB of 88; level 9 takes 4 times longer again and saves 7 more. */
export async function zstd(runner: Runner, from: string, to: string): Promise<void> {
  await mustRun(runner, { argv: ['zstd', '-q', '-f', '-3', '-T0', from, '-o', to] }, failure());
}

export async function unzstd(runner: Runner, from: string, to: string): Promise<void> {
  await mustRun(runner, { argv: ['zstd', '-q', '-f', '-d', from, '-o', to] }, failure());
}

export async function gunzip(from: string, to: string, signal?: AbortSignal): Promise<void> {
  await pipeline(
    createReadStream(from, { highWaterMark: 1 << 20 }),
    createGunzip({ chunkSize: 1 << 20 }),
    createWriteStream(to),
    ...(signal ? [{ signal }] : []),
  );
}
