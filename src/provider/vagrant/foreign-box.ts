import type { Topology } from '../../config/schema.ts';
import { SwarmlabError } from '../../errors/index.ts';

/** The Node.js that this runs in. */
export type NodeProcess = Pick<NodeJS.Process, 'arch' | 'platform'>;

/**
 * The architecture of a box that Vagrant has downloaded for this computer, when it is not this computer's. A Node.js for x64
 * may run on an ARM computer: macOS and Windows translate it. Then nothing is known.
 */
export function foreignBox(output: string, { arch, platform }: NodeProcess): string | undefined {
  if (arch === 'x64' && platform !== 'linux') return undefined;
  const [, boxArch] = /Downloading: \S+\/providers\/\w+\/(amd64|arm64)\/vagrant\.box/.exec(output) ?? [];
  const ours = arch === 'x64' ? 'amd64' : arch;
  return boxArch === ours ? undefined : boxArch;
}

/** The error for such a box. Vagrant keeps a box that it took wrongly, and a newer Vagrant would go on with it. */
export function wrongProcessor(boxArch: string, output: string, { vagrant }: Topology): SwarmlabError {
  return new SwarmlabError(
    'E_ARCHITECTURE',
    `Vagrant took the box ${vagrant.box} for ${boxArch}, which this computer is not`,
    {
      fix: `Get Vagrant 2.4 or later (https://developer.hashicorp.com/vagrant/install), which tells processors apart; then run \`vagrant box remove ${vagrant.box}\` and \`swarmlab up\`.`,
      output,
    },
  );
}
