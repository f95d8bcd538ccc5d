import test from 'ava';
import { presetBox as presetIn } from '../../../src/cli/init/preset-box.ts';
import type { DetectedProvider } from '../../../src/provider/detect.ts';
import { topology } from '../../_helpers/topology.ts';

const [bento, cloudImage] = ['bento/debian-13', 'cloud-image/debian-13'] as const;
const found = (...hypervisors: NonNullable<DetectedProvider['hypervisors']>): DetectedProvider[] => [
  { name: 'vagrant', usable: true, reason: '', hypervisors },
];

const presetBox = (
  existing: Parameters<typeof presetIn>[0],
  answers: Parameters<typeof presetIn>[1],
  detected: readonly DetectedProvider[],
  env: NodeJS.ProcessEnv = {},
) => presetIn(existing, answers, detected, env);

test('a new cluster gets the box of the hypervisor that is asked for, else of the first one found', (t) => {
  t.is(presetBox(undefined, { hypervisor: 'libvirt' }, found('virtualbox')), cloudImage);
  t.is(presetBox(undefined, { hypervisor: 'virtualbox' }, found('libvirt')), bento);
  t.is(presetBox(undefined, {}, found('libvirt')), cloudImage);
  t.is(presetBox(undefined, {}, found('virtualbox', 'libvirt')), bento);
  t.is(presetBox(undefined, {}, found('libvirt', 'parallels')), cloudImage);
  t.is(presetBox(undefined, {}, []), bento);
});

test('VAGRANT_DEFAULT_PROVIDER goes before what is found, not before what is asked for', (t) => {
  const env = { VAGRANT_DEFAULT_PROVIDER: 'libvirt' };
  t.is(presetBox(undefined, {}, found('virtualbox', 'libvirt'), env), cloudImage);
  t.is(presetBox(undefined, { hypervisor: 'virtualbox' }, found('virtualbox', 'libvirt'), env), bento);
  t.is(presetBox(undefined, {}, found('libvirt'), { VAGRANT_DEFAULT_PROVIDER: '' }), cloudImage);
});

test('a cluster that moves to Vagrant gets a box as a new one does, unless its box is its own', (t) => {
  const docker = topology({ provider: 'docker' });
  t.is(docker.vagrant.box, bento);
  t.is(presetBox(docker, { provider: 'vagrant' }, found('libvirt')), cloudImage);
  t.is(presetBox(docker, { provider: 'vagrant', hypervisor: 'virtualbox' }, found('libvirt')), bento);
  t.is(presetBox(docker, {}, found('libvirt')), bento);
  const chosen = topology({ provider: 'docker', vagrant: { box: bento, provider: 'libvirt' } });
  t.is(presetBox(chosen, { provider: 'vagrant' }, found('virtualbox')), cloudImage);
  const own = topology({ provider: 'docker', vagrant: { box: 'my/box' } });
  t.is(presetBox(own, { provider: 'vagrant' }, found('libvirt')), 'my/box');
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
