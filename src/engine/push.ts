import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { commandFailed } from '../transport/must-run.ts';
import type { Remote } from '../transport/runner.ts';
import { chooseVariant } from './choose-variant.ts';
import { install, lookForEngine, notOurs } from './install.ts';
import type { Arch, Compression } from './manifest.ts';
import type { EngineBundle } from './open-bundle.ts';

/** What a node must tell of itself before an engine can be pushed to it. */
export interface EngineNode {
  arch: Arch | 'unknown';
  /** glibc's version, such as `2.41`; empty where there is another C library. */
  glibc: string;
  /** Whether the zstd program is there. */
  zstd: boolean;
}

/** How a push went. */
export interface Pushed {
  outcome: 'pushed' | 'present';
  /** The variant that was sent; absent when nothing was. */
  compression?: Compression;
}

/**
 * Puts the engine's programs on a node: `/opt/swarmlab/engine/<id>/docker/*`, linked from /usr/local/bin. A node that has
 * them gets nothing again. Half a push is never visible and is finished by the next. E_VALIDATE for a node they cannot
 * run on, E_DISK_FULL, E_UPLOAD. `now` gives milliseconds.
 */
export async function pushEngine(
  remote: Remote,
  bundle: EngineBundle,
  node: EngineNode,
  report: (line: string) => void,
  now: () => number = Date.now,
): Promise<Pushed> {
  checkNode(remote.name, bundle, node);
  const place = `/opt/swarmlab/engine/${bundle.id}`;
  const found = await lookForEngine(remote, place);
  if (found.present) return { outcome: 'present' };

  const variant = await bundle.variant(await chooseVariant(remote, bundle, node, now));
  const { compression } = variant;
  const needed = variant.bytes + bundle.manifest.files.none.bytes + 64 * 2 ** 20;
  if (found.freeBytes < needed) throw diskFull(remote.name, needed, found.freeBytes);
  let told = -1;
  await remote.upload({
    from: variant.path,
    to: `${place}.${variant.file}`,
    sha256: variant.sha256,
    bytes: variant.bytes,
    onProgress(sent) {
      const tenth = Math.floor((10 * sent) / variant.bytes);
      if (tenth === told) return;
      told = tenth;
      const percent = tenth * 10;
      report(t`uploading the engine: ${percent} %`);
    },
  });
  report(t`unpacking the engine`);
  const { command, result } = await install(remote, place, `${place}.${variant.file}`, compression);
  if (result.exitCode === 0) return { outcome: 'pushed', compression };
  if (/No space left on device|Disk quota exceeded/.test(result.stderr)) throw diskFull(remote.name, needed);
  const missing = /^cannot run: (.*)$/m.exec(result.stderr)?.[1];
  if (missing) throw cannotRun(remote.name, missing, bundle);
  throw (
    notOurs(remote, result) ??
    commandFailed(command, result, {
      code: 'E_NODE_COMMAND',
      what: t`could not unpack the engine`,
      fix: t`Run the same command again; if it happens again, look at the log.`,
      node: remote.name,
    })
  );
}

function checkNode(name: string, { manifest }: EngineBundle, node: EngineNode): void {
  if (node.arch !== manifest.arch) {
    throw new SwarmlabError('E_VALIDATE', t`${name} is ${node.arch}, the engine bundle is ${manifest.arch}`, {
      fix: t`Use an engine bundle for that architecture (engine.file), or install Docker and set engine.source: preinstalled.`,
      node: name,
    });
  }
  if (!manifest.glibc || newEnough(node.glibc, manifest.glibc)) return;
  throw new SwarmlabError(
    'E_VALIDATE',
    node.glibc
      ? t`${name} has glibc ${node.glibc}; Docker Engine ${manifest.version} from ${manifest.source} needs ${manifest.glibc}`
      : t`${name} has no glibc; Docker Engine ${manifest.version} from ${manifest.source} needs ${manifest.glibc}`,
    { fix: t`Set engine.source: docker (its programs need no glibc), or use a newer box.`, node: name },
  );
}

function newEnough(has: string, needs: string): boolean {
  return has !== '' && has.localeCompare(needs, 'en', { numeric: true }) >= 0;
}

function cannotRun(name: string, missing: string, { manifest }: EngineBundle): SwarmlabError {
  return new SwarmlabError('E_VALIDATE', t`${name} lacks what the engine needs: ${missing}`, {
    fix: t`Install it on ${name}, or set engine.source: docker (this one is from ${manifest.source}).`,
    node: name,
  });
}

function diskFull(name: string, neededBytes: number, freeBytes?: number): SwarmlabError {
  const mib = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
  const needed = mib(neededBytes);
  const free = freeBytes === undefined ? undefined : mib(freeBytes);
  const sentence = free
    ? t`${name}: the engine needs ${needed} in /opt, ${free} are free`
    : t`${name}: the engine needs ${needed} in /opt, and the disk filled up on the way`;
  return new SwarmlabError('E_DISK_FULL', sentence, {
    fix: t`Free some space on ${name} (see: df -h /opt), then run the same command again.`,
    node: name,
  });
}
