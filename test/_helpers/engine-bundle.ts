import type { EngineBundle } from '../../src/engine/bundle.ts';
import type { Compression } from '../../src/engine/manifest.ts';

const sha256 = 'ab'.repeat(32);

/** A bundle whose files exist only in name; `made` lists the variants that were asked for. */
export function fakeBundle({ zstd = true, glibc = '' } = {}): EngineBundle & { made: Compression[] } {
  const made: Compression[] = [];
  const none = { file: 'engine.tar', sha256, bytes: 240_000_000 };
  return {
    made,
    folder: '/cache/engine',
    id: '26.1.5-abababababab',
    manifest: {
      format: 1,
      version: '26.1.5',
      arch: 'amd64',
      source: 'debian',
      origin: 'http://mirror.example/debian trixie',
      madeFrom: [],
      files: { none },
      ...(glibc ? { glibc } : {}),
    },
    canZstd: async () => zstd,
    async variant(compression) {
      made.push(compression);
      const suffix = compression === 'none' ? '' : `.${compression}`;
      const bytes = compression === 'none' ? none.bytes : 80_000_000;
      return {
        file: `engine.tar${suffix}`,
        path: `/cache/engine/engine.tar${suffix}`,
        sha256,
        bytes,
        compression,
      };
    },
  };
}
