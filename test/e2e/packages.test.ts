import { appendFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { ScratchCluster } from '../_helpers/scratch-cluster.ts';

/** Packs the installed iptables as it is; it kills the dpkg that installs it when /srv/kill is there. Needs no internet. */
const repository = `
set -e
mkdir -p /srv/packages /tmp/tree/DEBIAN
dpkg -L iptables | while read -r file; do
  if [ -f "$file" ] || [ -L "$file" ]; then mkdir -p "/tmp/tree\${file%/*}"; cp -a "$file" "/tmp/tree$file"; fi
done
for script in postinst prerm; do cp "/var/lib/dpkg/info/iptables.$script" /tmp/tree/DEBIAN/$script; done
printf '#!/bin/sh\\n[ ! -e /srv/kill ] || { rm /srv/kill; kill -9 $PPID; }\\n' >/tmp/tree/DEBIAN/preinst
chmod 755 /tmp/tree/DEBIAN/preinst
dpkg -s iptables | sed '/^Status:/d' >/tmp/tree/DEBIAN/control
dpkg-deb --build --root-owner-group /tmp/tree /srv/packages/iptables.deb >/dev/null
cd /srv/packages
{ cat /tmp/tree/DEBIAN/control; echo "Filename: ./iptables.deb"; echo "Size: $(stat -c %s iptables.deb)"
  echo "SHA256: $(sha256sum iptables.deb | cut -d' ' -f1)"; } >Packages
dpkg --purge iptables >/dev/null
rm -rf /var/lib/apt/lists/*
`;

const cluster = new ScratchCluster('packages');
const sources = (folder: string) =>
  cluster.on('core-01', `echo 'deb [trusted=yes] file:${folder} ./' >/etc/apt/sources.list`);

test.before(async () => {
  await cluster.init('--nodes', '1');
  appendFileSync(path.join(cluster.folder, 'swarmlab.yaml'), '\ndocker:\n  user: swarmlab\n');
  await cluster.must('up', '--until', 'connect');
  await cluster.on('core-01', repository);
});
test.after.always(() => cluster.remove());

test.serial(
  'a machine without iptables that cannot install it is named with the reason and a fix',
  async (t) => {
    await sources('/srv/nothing');
    const { code, stderr } = await cluster.run('up');
    t.is(code, 4);
    t.regex(stderr, /^core-01: Install missing packages: could not install iptables: .*file:\/srv\/nothing/m);
    t.regex(stderr, /^error: core-01: it has no iptables, which Docker Engine needs \[E_VALIDATE\]$/m);
    t.regex(
      stderr,
      /^ {2}fix: swarmlab ssh core-01 sudo apt-get install -y iptables; .*a VM box that has it/m,
    );
  },
);

test.serial('a dry run says that it would be installed', async (t) => {
  const said = await cluster.must('up', '--dry-run');
  t.regex(said, /^core-01: Install missing packages: would install iptables$/m);
  t.regex(said, /^core-01: Validate: nothing: fit for the plan$/m);
});

test.serial('dpkg killed in the middle stops this up, and the next one finishes the job', async (t) => {
  await sources('/srv/packages');
  await cluster.on('core-01', 'touch /srv/kill');
  const killed = await cluster.run('up');
  t.is(killed.code, 4);
  t.regex(killed.stderr, /Install missing packages: could not install iptables: .*dpkg/);

  const { code, stderr } = await cluster.run('up');
  t.is(code, 0, stderr);
  t.regex(stderr, /^core-01: Install missing packages: installed iptables \(/m);
  t.deepEqual(await cluster.states(), ['ready']);
  t.is(await cluster.on('core-01', 'dpkg --audit'), '');
});

test.serial('a second up finds nothing missing', async (t) => {
  const { code, stderr } = await cluster.run('up');
  t.is(code, 0, stderr);
  t.regex(stderr, /^core-01: Install missing packages: nothing to do: nothing is missing$/m);
});
