// Bundles the program into dist/: a command that opens a dozen files instead of some five hundred starts in half the time.
// Types are checked by `scripts/verify`.
import { chmod, rm } from 'node:fs/promises';
import { build } from 'esbuild';

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  // What a command does not use is not read either.
  splitting: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  // It looks for its compiled part in its own folder.
  external: ['ssh2'],
  // CommonJS packages want a `require` for Node's own modules; no name of ours may be taken for it.
  banner: {
    js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
  },
  logLevel: 'warning',
});
await chmod('dist/main.js', 0o755);
