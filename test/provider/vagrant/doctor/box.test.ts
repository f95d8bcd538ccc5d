import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { type BoxSeen, judgeBox } from '../../../../src/provider/vagrant/doctor/box.ts';
import { installedBoxes } from '../../../../src/provider/vagrant/doctor/installed-boxes.ts';
import { temporaryFolder } from '../../../_helpers/folder.ts';

const seen = (changes: Partial<BoxSeen>): BoxSeen => ({
  box: 'bento/debian-13',
  hypervisor: 'virtualbox',
  arch: 'amd64',
  installed: [],
  vagrant: 'Vagrant 2.4.9',
  ...changes,
});

test('boxes are found as Vagrant keeps them, before 2.4 and since', async (t) => {
  const home = await temporaryFolder(t);
  const keep = async (...parts: string[]) => {
    const folder = path.join(home, 'boxes', ...parts);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'metadata.json'), '{}');
  };
  await keep('bento-VAGRANTSLASH-debian-13', '202510.26.0', 'arm64', 'virtualbox');
  await keep('bento-VAGRANTSLASH-debian-13', '202502.21.0', 'virtualbox');
  await keep('my-debian', '0', 'libvirt');
  t.deepEqual(
    (await installedBoxes(home, 'bento/debian-13')).toSorted((a, b) => (a.version < b.version ? -1 : 1)),
    [
      { version: '202502.21.0', hypervisor: 'virtualbox' },
      { version: '202510.26.0', arch: 'arm64', hypervisor: 'virtualbox' },
    ],
  );
  t.deepEqual(await installedBoxes(home, 'my-debian'), [{ version: '0', hypervisor: 'libvirt' }]);
  t.deepEqual(await installedBoxes(home, 'nobody/knows'), []);
});

test('a box that is here for this hypervisor and processor is fine', (t) => {
  const installed = [{ version: '202510.26.0', arch: 'amd64', hypervisor: 'virtualbox' }];
  t.is(judgeBox(seen({ installed })).outcome, 'ok');
  t.is(judgeBox(seen({ installed, arch: undefined })).outcome, 'ok');
  t.is(judgeBox(seen({ installed: [{ version: '0', hypervisor: 'virtualbox' }] })).outcome, 'ok');
});

test('a box that is missing is to be had before the class', (t) => {
  const verdict = judgeBox(seen({}));
  t.is(verdict.outcome, 'warn');
  t.regex('fix' in verdict ? verdict.fix : '', /vagrant box add bento\/debian-13 --provider virtualbox/);
  const installed = [{ version: '1', arch: 'amd64', hypervisor: 'libvirt' }];
  t.regex(judgeBox(seen({ installed })).seen, /not on this computer for virtualbox/);
});

test('a box for another processor is named', (t) => {
  const verdict = judgeBox(
    seen({ installed: [{ version: '202510.26.0', arch: 'arm64', hypervisor: 'virtualbox' }] }),
  );
  t.like(verdict, {
    outcome: 'warn',
    seen: 'bento/debian-13 is on this computer for arm64 only, and this is amd64',
  });
  t.regex('fix' in verdict ? verdict.fix : '', /--architecture amd64/);
});

test('a Vagrant that does not tell processors apart is warned of, for public boxes that are still to come', (t) => {
  t.regex(judgeBox(seen({ vagrant: 'Vagrant 2.3.4' })).seen, /another processor/);
  t.notRegex(judgeBox(seen({ vagrant: 'Vagrant 2.3.4', box: 'my/box' })).seen, /another processor/);
});
