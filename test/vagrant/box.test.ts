import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import { eventually } from '../_helpers/eventually.ts';
import { timed } from '../_helpers/vm-cluster.ts';

// The journey starts its VMs by their kernel, for the sake of its parameters; users' hypervisors start the disk.
test("the box's disk starts by itself, as far as the login", async (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'box-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  execFileSync('tar', ['-xzf', process.env.SWARMLAB_BOX as string, '-C', folder, 'box.img']);
  const serial = path.join(folder, 'serial');
  const machine = spawn('qemu-system-x86_64', [
    ...['-accel', 'tcg', '-cpu', 'Nehalem', '-m', '1024', '-display', 'none', '-nic', 'none'],
    ...['-serial', `file:${serial}`, '-drive', `file=${path.join(folder, 'box.img')},if=virtio`, '-snapshot'],
  ]);
  t.teardown(() => machine.kill('SIGKILL'));
  let complaint = '';
  machine.stderr.on('data', (text) => {
    complaint += text;
  });
  const ended = once(machine, 'exit').then(([code]) => {
    throw new Error(`QEMU ended with ${code}: ${complaint}`);
  });
  const said = () => (existsSync(serial) ? readFileSync(serial, 'utf8') : '');
  await timed('the box starts from its disk', () =>
    Promise.race([eventually(() => /login: *$/.test(said()), 240_000), ended]),
  );
  t.regex(said(), /Debian GNU\/Linux 13 .* login: *$/s);
});
