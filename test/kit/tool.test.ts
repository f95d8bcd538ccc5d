import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'ava';
import { unbundled } from '../../src/kit/tool.ts';

test('what the program is not bundled with goes into the kit beside it', (t) => {
  const external = /external: \[(.*)\]/.exec(readFileSync('scripts/build.js', 'utf8'))?.[1];
  t.deepEqual(
    external?.split(',').map((name) => name.trim().replaceAll("'", '')),
    [...unbundled],
  );
});

test('what goes into the kit does without compiled parts', (t) => {
  // ssh2 looks for its own, and for cpu-features, and goes on without: learners have other systems than whoever makes the kit.
  const file = createRequire(import.meta.url).resolve('ssh2/lib/protocol/crypto.js');
  t.regex(
    readFileSync(file, 'utf8'),
    /try \{\s*binding = require\('\.\/crypto\/build\/Release\/sshcrypto\.node'\)/,
  );
});
