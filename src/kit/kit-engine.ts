import { readFile } from 'node:fs/promises';
import { t } from 'ttag';
import type { Topology } from '../config/schema.ts';
import type { EngineBundle } from '../engine/bundle.ts';
import { type Arch, bundleId, manifestSchema } from '../engine/manifest.ts';
import { SwarmlabError } from '../errors/index.ts';
import type { Kit } from './kit.ts';

/**
 * The engine that a kit has for an architecture, whatever `engine.source` says. Of its variants only the one that is pushed is
 * fetched. E_BUNDLE where there is none, or another version than swarmlab.yaml asks for.
 */
export async function engineInKit(
  kit: Kit,
  arch: Arch,
  engine: Topology['engine'],
  report: (line: string) => void,
): Promise<EngineBundle | 'preinstalled'> {
  if (engine.source === 'preinstalled') return 'preinstalled';
  const { files, lacking } = await kit.manifest();
  const path = files.find(
    (file) => file.kind === 'engine' && file.arch === arch && file.path.endsWith('/manifest.json'),
  )?.path;
  if (!path) {
    const gap = lacking.find((part) => part.path.startsWith('engine/') && part.arch === arch);
    const why = await kit.absence(gap?.path ?? 'engine');
    throw new SwarmlabError('E_BUNDLE', t`no engine for ${arch}: ${why}`, {
      fix: t`Make one that has it, on line: swarmlab bundle create DIR --arch ${arch}`,
    });
  }
  const manifest = manifestSchema.parse(JSON.parse(await readFile(await kit.file(path, report), 'utf8')));
  if (engine.version !== undefined && engine.version !== manifest.version) {
    throw new SwarmlabError(
      'E_BUNDLE',
      t`the kit ${kit.from} has Docker Engine ${manifest.version}, swarmlab.yaml asks for ${engine.version}`,
      { fix: t`Remove engine.version from swarmlab.yaml, or set it to ${manifest.version}.` },
    );
  }
  const folder = path.replace(/\/manifest\.json$/, '');
  return {
    folder,
    manifest,
    id: bundleId(manifest),
    canZstd: async () => manifest.files.zst !== undefined,
    async variant(wanted) {
      const found = manifest.files[wanted];
      const file = found ?? manifest.files.none;
      return {
        ...file,
        path: await kit.file(`${folder}/${file.file}`, report),
        compression: found ? wanted : 'none',
      };
    },
  };
}
