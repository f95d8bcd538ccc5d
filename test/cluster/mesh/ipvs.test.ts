import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { ipvsProbe, sharesIpvs } from '../../../src/cluster/mesh/ipvs.ts';
import { FakeRemote } from '../../_helpers/fake-remote.ts';

/** Runs the probe with programs of ours in front of the system's. */
function probe(programs: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-probe-'));
  for (const [name, body] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const line = `export PATH=${folder}:$PATH; ${ipvsProbe}`;
  const { stdout } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return stdout;
}

test('the probe answers in one word, whatever this kernel has', (t) => {
  t.regex(probe({}), /^(ipvs|none)\n$/);
});

test('a kernel that knows IPVS counts, though no module can be loaded from here', (t) => {
  t.is(probe({ perl: 'exit 0' }), 'ipvs\n');
});

test('a machine without perl is probed without noise', (t) => {
  t.regex(probe({ perl: 'echo no >&2; exit 127' }), /^(ipvs|none)\n$/);
});

test('a system container asks as root', async (t) => {
  const remote = new FakeRemote().on(/perl/, { stdout: 'ipvs\n' });
  t.true(await sharesIpvs(remote));
  t.true(remote.commands[0]?.root);
  t.false(await sharesIpvs(new FakeRemote().on(/perl/, { stdout: 'none\n' })));
});
