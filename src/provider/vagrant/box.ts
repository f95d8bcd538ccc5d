import { t } from 'ttag';
import type { Topology } from '../../config/schema.ts';
import type { KitFiles } from '../context.ts';
import { type Arch, hostArch } from '../host-arch.ts';
import type { Report } from '../provider.ts';
import { type Box, parseBoxes } from './machine-readable.ts';
import type { Vagrant } from './vagrant.ts';

/** Where an offline kit has a box. */
export function boxInKit(name: string, arch: Arch): string {
  return `box/${name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[._-]+/, '')}-${arch}.box`;
}

/** The boxes of the plan's name that Vagrant has for the plan's hypervisor, or for any where the plan names none. */
export async function boxesOf(vagrant: Vagrant, { vagrant: { box, provider } }: Topology): Promise<Box[]> {
  const output = await vagrant.run(t`could not ask for the boxes`, ['box', 'list', '--machine-readable']);
  return parseBoxes(output).filter(
    ({ name, hypervisor }) => name === box && (provider ?? hypervisor) === hypervisor,
  );
}

/** Gives Vagrant the box out of an offline kit unless it has it: it must not look for it elsewhere. E_BUNDLE. */
export async function addBox(
  vagrant: Vagrant,
  topology: Topology,
  kit: KitFiles,
  report: Report,
): Promise<void> {
  if ((await boxesOf(vagrant, topology)).length > 0) return;
  const { box } = topology.vagrant;
  const file = await kit.file(boxInKit(box, hostArch), report);
  report(t`adding the box ${box}`);
  await vagrant.run(t`could not add the box ${box}`, ['box', 'add', '--name', box, file]);
}
