import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';

/** Modules that are loaded with `file` before anything runs: ours followed, packages by name. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const statements = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)\s(?!type\s)[^;]*?from\s+'([^']+)'/gm,
  );
  for (const [, module = ''] of statements) {
    if (module.startsWith('.')) loadedWith(path.resolve(path.dirname(file), module), seen);
    else if (!module.startsWith('node:')) seen.add(module);
  }
  return seen;
}

test('`swarmlab --help` is quick, for what the commands need is loaded when they run', (t) => {
  const loaded = [...loadedWith(path.resolve('src/main.ts'))];
  const packages = loaded.filter((it) => !path.isAbsolute(it));
  t.deepEqual(packages.sort(), ['commander', 'picocolors', 'ttag']);
  t.true(loaded.length < 40, loaded.join('\n'));
});
