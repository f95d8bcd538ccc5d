import { t } from 'ttag';
import type { Topology } from '../../config/schema.ts';
import { SwarmlabError } from '../../errors/index.ts';
import { processorOf } from '../computer.ts';

/** The Node.js that this runs in. */
export type NodeProcess = Pick<NodeJS.Process, 'arch' | 'platform'>;

/** The architecture of a box that Vagrant has downloaded for this computer, when it is surely not this computer's. */
export function foreignBox(output: string, node: NodeProcess): string | undefined {
  const ours = processorOf(node);
  if (ours === undefined) return undefined;
  const [, boxArch] = /Downloading: \S+\/providers\/\w+\/(amd64|arm64)\/vagrant\.box/.exec(output) ?? [];
  return boxArch === ours ? undefined : boxArch;
}

/** The error for such a box. Vagrant keeps a box that it took wrongly, and a newer Vagrant would go on with it. */
export function wrongProcessor(boxArch: string, output: string, { vagrant }: Topology): SwarmlabError {
  return new SwarmlabError(
    'E_ARCHITECTURE',
    t`Vagrant took the box ${vagrant.box} for ${boxArch}, which this computer is not`,
    {
      fix: t`Get Vagrant 2.4 or later (https://developer.hashicorp.com/vagrant/install), which tells processors apart; then run \`vagrant box remove ${vagrant.box}\` and \`swarmlab up\`.`,
      output,
    },
  );
}
