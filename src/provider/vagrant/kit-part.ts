import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import { hostArch } from '../host-arch.ts';
import type { PartRequest, ProviderPart } from '../kit-part.ts';
import { boxesOf, boxInKit } from './box.ts';
import { vagrantIn } from './vagrant.ts';

/** The plan's box: the file that the user names, else packed from what Vagrant has on this computer. */
export function boxPart(request: PartRequest): ProviderPart {
  const { topology, arch, box } = request;
  const { box: name } = topology.vagrant;
  return {
    kind: 'box',
    what: t`the box ${name}`,
    path: boxInKit(name, arch),
    async make(to, report) {
      if (arch !== hostArch) throw cannot(t`a box for ${arch} is packed on a computer of that kind`);
      if (box === undefined) return repackage(request, to, report);
      const found = await stat(box).catch(() => undefined);
      if (!found?.isFile()) throw cannot(t`there is no file ${box}`);
      await copyFile(box, to);
    },
  };
}

async function repackage(
  { topology, folder, runner }: PartRequest,
  to: string,
  report: (line: string) => void,
) {
  const vagrant = vagrantIn(folder, topology, runner, { needsVagrantfile: false });
  const [found] = await boxesOf(vagrant, topology);
  const { box, provider } = topology.vagrant;
  if (!found) {
    const where = provider ? ` --provider ${provider}` : '';
    const add = `vagrant box add${where} ${box}`;
    throw cannot(t`Vagrant has no box ${box} here: \`${add}\` fetches it, and --box FILE takes a file`);
  }
  report(t`packing the box ${box} (${found.hypervisor}, ${found.version})`);
  // It writes package.box into the folder that it is started in.
  const scratch = `${to}.d`;
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch);
  await vagrantIn(scratch, topology, runner, { needsVagrantfile: false }).run(
    t`could not pack the box ${box}`,
    ['box', 'repackage', found.name, found.hypervisor, found.version],
  );
  await rename(path.join(scratch, 'package.box'), to);
  await rm(scratch, { recursive: true });
}

function cannot(reason: string): SwarmlabError {
  return new SwarmlabError('E_VAGRANT', reason, {
    fix: t`Name a box file: swarmlab bundle create DIR --box FILE`,
  });
}
