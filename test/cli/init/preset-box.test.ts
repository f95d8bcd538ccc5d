import test from 'ava';
import { presetBox } from '../../../src/cli/init/preset-box.ts';
import type { DetectedProvider } from '../../../src/provider/detect.ts';
import { topology } from '../../_helpers/topology.ts';

const [bento, cloudImage] = ['bento/debian-13', 'cloud-image/debian-13'] as const;
const found = (...hypervisors: NonNullable<DetectedProvider['hypervisors']>): DetectedProvider[] => [
  { name: 'vagrant', usable: true, reason: '', hypervisors },
];

test('a new cluster gets the box of the hypervisor that is asked for, else of the only one found', (t) => {
  t.is(presetBox(undefined, { hypervisor: 'libvirt' }, found('virtualbox')), cloudImage);
  t.is(presetBox(undefined, { hypervisor: 'virtualbox' }, found('libvirt')), bento);
  t.is(presetBox(undefined, {}, found('libvirt')), cloudImage);
  t.is(presetBox(undefined, {}, found('virtualbox', 'libvirt')), bento);
  t.is(presetBox(undefined, {}, []), bento);
});

test('the box of a swarmlab.yaml stays', (t) => {
  const existing = topology({ vagrant: { box: bento } });
  t.is(presetBox(existing, {}, found('libvirt')), bento);
  t.is(presetBox(topology({ vagrant: { box: 'my/box' } }), { hypervisor: 'libvirt' }, []), 'my/box');
  const libvirt = topology({ vagrant: { box: cloudImage, provider: 'libvirt' } });
  t.is(presetBox(libvirt, {}, []), cloudImage);
  const own = topology({ vagrant: { box: bento, provider: 'libvirt' } });
  t.is(presetBox(own, { hypervisor: 'libvirt' }, []), bento);
});

test('a public box goes along when the hypervisor changes', (t) => {
  const existing = topology({ vagrant: { box: cloudImage, provider: 'libvirt' } });
  t.is(presetBox(existing, { hypervisor: 'parallels' }, []), bento);
  t.is(presetBox(topology(), { hypervisor: 'libvirt' }, []), cloudImage);
});
