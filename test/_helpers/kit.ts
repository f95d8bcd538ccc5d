import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { version } from '../../src/cli/version.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import type { CreateRequest } from '../../src/kit/create.ts';
import type { KitFile, KitManifest } from '../../src/kit/manifest.ts';
import { engineTar } from './engine-tar.ts';
import { FakeRunner } from './fake-runner.ts';
import { temporaryFolder } from './folder.ts';
import { topology } from './topology.ts';

/** A kit with these files in a new folder; what each is follows from its path. */
export async function makeKit(
  t: ExecutionContext,
  contents: Readonly<Record<string, string | Buffer>>,
  rest: Partial<KitManifest> = {},
): Promise<{ folder: string; manifest: KitManifest }> {
  const folder = await temporaryFolder(t);
  const files = Object.entries(contents).map(([name, content]) => describe(name, Buffer.from(content)));
  const manifest: KitManifest = {
    format: 1,
    created: '2026-11-21T17:00:00.000Z',
    swarmlab: version(),
    files,
    lacking: [],
    ...rest,
  };
  for (const [name, content] of Object.entries(contents)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  await writeFile(path.join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return { folder, manifest };
}

function describe(name: string, content: Buffer): KitFile {
  const first = name.split('/')[0] ?? '';
  const kind = (
    ['engine', 'images', 'node-image', 'box'].includes(first) ? first : 'readme'
  ) as KitFile['kind'];
  const sha256 = createHash('sha256').update(content).digest('hex');
  const arch = kind === 'readme' ? {} : { arch: 'amd64' as const };
  return { path: name, bytes: content.length, sha256, kind, ...arch };
}

const missing = ({ argv }: { argv: readonly string[] }): never => {
  throw new SwarmlabError('E_COMMAND_MISSING', `${argv[0]} is not installed`, { fix: '' });
};

/** A computer with apt, whose mirror has busybox and nothing else; no Docker, no zstd. */
function computer(): FakeRunner {
  return new FakeRunner()
    .on(/^(docker|zstd|vagrant|mmdebstrap)/, missing)
    .on(/^apt-get /, { exitCode: 100, stderr: 'E: Failed to fetch it\n' })
    .on(/^apt-get .*download busybox-static:/, async ({ cwd }) => {
      await writeFile(path.join(cwd ?? '', 'busybox-static_1%3a1.37_amd64.deb'), '');
      return {};
    })
    .on(/^dpkg-deb -x /, async ({ argv }) => {
      const bin = path.join(argv[3] ?? '', 'bin');
      await mkdir(bin, { recursive: true });
      const program = Buffer.alloc(128);
      program.write('\x7fELF', 'latin1');
      program.writeUInt16LE((argv[2] ?? '').includes('arm64') ? 183 : 62, 18);
      await writeFile(path.join(bin, 'busybox'), program);
      return {};
    });
}

/** All that making a kit takes, on such a computer, for machines that are there already. */
export async function kitRequest(t: ExecutionContext, changes: Partial<CreateRequest> = {}) {
  const folder = await temporaryFolder(t);
  const kit = path.join(folder, 'kit');
  await engineTar(folder);
  const engine = { source: 'file' as const, file: 'docker-28.0.4.tar' };
  const lines: string[] = [];
  const runner = computer();
  const request: CreateRequest = {
    kit,
    folder,
    topology: topology({ provider: 'ssh', engine }),
    cacheFolder: path.join(folder, 'cache'),
    runner,
    version: '0.1.0',
    arches: ['amd64'],
    without: ['tool'],
    created: '2026-11-21T17:00:00.000Z',
    signal: new AbortController().signal,
    report: (line) => void lines.push(line),
    ...changes,
  };
  return { request, kit, lines, runner };
}
