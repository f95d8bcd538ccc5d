import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { ipvsProbe } from '../../../src/cluster/mesh/ipvs.ts';

/** Runs the probe as the facts script does, with programs of ours in front of the system's. */
function probe(programs: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-probe-'));
  for (const [name, body] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const line = `export PATH=${folder}:$PATH; echo "ipvs=$(${ipvsProbe})"`;
  const { stdout } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return stdout;
}

test('the probe answers in one word, whatever this kernel has', (t) => {
  t.regex(probe({ modprobe: 'exit 1' }), /^ipvs=(ipvs|none)\n$/);
});

test('a kernel that knows IPVS counts, though no module can be loaded from here', (t) => {
  t.is(probe({ modprobe: 'exit 1', perl: 'exit 0' }), 'ipvs=ipvs\n');
});

test('a machine without modprobe and perl is probed without noise', (t) => {
  t.regex(
    probe({ modprobe: 'echo no >&2; exit 127', perl: 'echo no >&2; exit 127' }),
    /^ipvs=(ipvs|none)\n$/,
  );
});
