import path from 'node:path';
import { t } from 'ttag';
import { hasFile } from '../../../files/has-file.ts';
import { readIfThere } from '../../../files/read-if-there.ts';
import { answer, firstLine } from '../../ask.ts';
import { processorOf } from '../../computer.ts';
import type { ProviderRows, Room, Verdict } from '../../diagnosis.ts';
import { type DoctorContext, waitingNodes } from '../../doctor-context.ts';
import { tcpDial } from '../../ssh/dial.ts';
import { askVagrantTools, chosenHypervisor, hypervisors, versionOf } from '../tools.ts';
import { judgeBox } from './box.ts';
import { judgeHostOnly } from './host-only.ts';
import { judgeHypervisor } from './hypervisor.ts';
import { installedBoxes } from './installed-boxes.ts';
import { judgePorts, vagrantPorts } from './ssh-ports.ts';
import { judgeDevKvm, judgeKvm } from './virtualization.ts';

/** What a box unpacks to, and what a VM's disk grows to with the engine and the labs' images on it, in MiB. */
const boxRoom = 2048;
const machineRoom = 2048;

/** What has to be right for VMs from Vagrant. Vagrant and the hypervisors are asked once for all rows. */
export function vagrantRows(context: DoctorContext): ProviderRows {
  const { topology, runner, env, computer } = context;
  const { platform } = computer;
  const vagrantHome = env.VAGRANT_HOME || path.join(computer.home, '.vagrant.d');
  const tools = askVagrantTools(runner);
  const chosen = tools.then((it) => chosenHypervisor(topology, env, it));
  const chosenName = chosen.then((it) => (typeof it === 'string' ? it : it?.name));
  const boxes = installedBoxes(vagrantHome, topology.vagrant.box);
  // Whichever row is asked for it tells.
  for (const asked of [tools, chosen, chosenName, boxes]) asked.catch(() => {});
  const file = (...parts: string[]) => path.join(computer.root, ...parts);

  /** For a row that is about VirtualBox alone. */
  const ofVirtualBox = async (judge: (version: string) => Verdict | Promise<Verdict>): Promise<Verdict> => {
    const name = await chosenName;
    if (name !== 'virtualbox') return { outcome: 'skip', seen: doesNotConcern(name) };
    const [virtualBox] = hypervisors;
    const version = virtualBox && versionOf(virtualBox, (await tools).hypervisors.get(name));
    if (!version) return { outcome: 'unknown', seen: t`VirtualBox does not tell its version` };
    return judge(version);
  };

  return {
    rows: [
      {
        id: 'hypervisor',
        title: t`Vagrant and hypervisor`,
        beforeUp: true,
        look: async () => judgeHypervisor(await tools, await chosen, computer),
      },
      {
        id: 'host-only-range',
        title: t`VirtualBox's host-only range`,
        beforeUp: true,
        look: () =>
          ofVirtualBox(async (version) => {
            const conf = await readIfThere(file('etc', 'vbox', 'networks.conf'));
            return judgeHostOnly({ version, platform, conf, topology });
          }),
      },
      {
        id: 'virtualization',
        title: t`Hardware virtualization`,
        beforeUp: true,
        async look() {
          if (platform !== 'linux') return { outcome: 'skip', seen: t`KVM is of Linux alone` };
          if ((await chosenName) === 'libvirt') return judgeDevKvm(await hasFile(file('dev', 'kvm')));
          return ofVirtualBox(async (version) => {
            const [modules, intel, amd, atLoad] = await Promise.all([
              readIfThere(file('proc', 'modules')),
              hasFile(file('sys', 'module', 'kvm_intel')),
              hasFile(file('sys', 'module', 'kvm_amd')),
              readIfThere(file('sys', 'module', 'kvm', 'parameters', 'enable_virt_at_load')),
            ]);
            const seen = { modules, kvm: intel || amd, atLoad: atLoad?.trim() };
            return judgeKvm({ version, kernel: computer.kernel, ...seen });
          });
        },
      },
      {
        id: 'box',
        title: t`Box`,
        async look() {
          if ((await waitingNodes(context)).unmade.length === 0)
            return { outcome: 'skip', seen: t`all machines are there already` };
          const vagrant = firstLine(answer((await tools).vagrant) ?? '');
          const [hypervisor, installed] = await Promise.all([chosenName, boxes]);
          const { box } = topology.vagrant;
          return judgeBox({ box, hypervisor, arch: processorOf(computer), installed, vagrant });
        },
      },
      {
        id: 'ports',
        title: t`Ports here`,
        async look() {
          const { off } = await waitingNodes(context);
          if ((await chosenName) === 'libvirt')
            return { outcome: 'skip', seen: t`machines of libvirt are reached by their addresses` };
          const dial = tcpDial(1_000);
          const answers = await Promise.all(vagrantPorts.map((port) => dial('127.0.0.1', port)));
          return judgePorts(
            vagrantPorts.filter((_, i) => answers[i] === undefined),
            off.length,
          );
        },
      },
    ],
    async ground() {
      const { unmade } = await waitingNodes(context);
      const rooms: Room[] = [];
      if (unmade.length > 0) {
        const folder = machineFolder(await chosenName, context);
        rooms.push({ folder, what: t`the machines`, mib: machineRoom * unmade.length });
        if ((await boxes).length === 0) rooms.push({ folder: vagrantHome, what: t`the box`, mib: boxRoom });
      }
      const { cpus, memoryMiB, availableMiB } = computer;
      const memory = { memoryMiB, ...(availableMiB === undefined ? {} : { availableMiB }) };
      const arch = processorOf(computer) ?? '';
      return { name: t`this computer`, arch, cpus, ...memory, takesWhole: true, rooms };
    },
  };
}

/** Where a hypervisor keeps the disks of its machines, unless it was told otherwise. */
function machineFolder(name: string | undefined, { folder, computer }: DoctorContext): string {
  switch (name) {
    case 'libvirt':
      return path.join(computer.root, 'var', 'lib', 'libvirt', 'images');
    case 'vmware_desktop':
      return path.join(folder, '.vagrant');
    case 'parallels':
      return path.join(computer.home, 'Parallels');
    default:
      return path.join(computer.home, 'VirtualBox VMs');
  }
}

/** What a row of another hypervisor says. */
function doesNotConcern(name: string | undefined): string {
  if (name === undefined) return t`does not concern anything: there is no hypervisor`;
  const title = hypervisors.find((it) => it.name === name)?.title ?? name;
  return t`does not concern ${title}`;
}
