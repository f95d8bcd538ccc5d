import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import ipaddr from 'ipaddr.js';
import type { Topology } from '../../config/schema.ts';
import { packageFile } from '../../files/package-file.ts';
import { rubyLiteral } from './ruby-literal.ts';

/** The private key that the machines let in, relative to the Vagrantfile. */
const keyFile = '.swarmlab/id_ed25519';

/** The text of the Vagrantfile for a topology: valid Ruby whatever the values hold. */
export function renderVagrantfile(topology: Topology): string {
  const handlebars = Handlebars.create();
  handlebars.registerHelper('ruby', rubyLiteral);
  const template = handlebars.compile(readFileSync(packageFile('Vagrantfile.hbs'), 'utf8'), {
    strict: true,
    noEscape: true,
    knownHelpersOnly: true,
    knownHelpers: { ruby: true },
  });
  return template({
    nodes: topology.nodes,
    prefix: `swarmlab-${topology.cluster}-`,
    labNetwork: `swarmlab-${topology.cluster}`,
    netmask: netmask(topology.network.subnet),
    box: topology.vagrant.box,
    hypervisor: topology.vagrant.provider ?? '',
    keyFile,
  });
}

/** `172.17.8.0/24` -> `255.255.255.0` */
function netmask(subnet: string): string {
  return ipaddr.IPv4.subnetMaskFromPrefixLength(ipaddr.IPv4.parseCIDR(subnet)[1]).toString();
}
