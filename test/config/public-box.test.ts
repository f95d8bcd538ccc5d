import test from 'ava';
import { publicBox, publicBoxes } from '../../src/config/public-box.ts';
import { topology } from '../_helpers/topology.ts';

test('each hypervisor gets a box that is made for it', (t) => {
  t.is(publicBox('libvirt').name, 'cloud-image/debian-13');
  for (const hypervisor of ['virtualbox', 'vmware_desktop', 'parallels'])
    t.is(publicBox(hypervisor).name, 'bento/debian-13');
});

test('where the hypervisor is not known, it is the box of the most widespread ones', (t) => {
  t.is(publicBox().name, 'bento/debian-13');
  t.is(topology().vagrant.box, publicBox().name);
});

test('all of them are Debian 13', (t) => {
  t.true(publicBoxes.every(({ name }) => name.endsWith('/debian-13')));
});
