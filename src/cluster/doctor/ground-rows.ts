import path from 'node:path';
import { t } from 'ttag';
import { hasFile } from '../../files/has-file.ts';
import type { Ground, ProviderRows, Room, Row, Verdict } from '../../provider/diagnosis.ts';
import { type DoctorContext, waitingNodes } from '../../provider/doctor-context.ts';
import { judgeArchitecture } from './architecture.ts';
import { judgeCores } from './cores.ts';
import { judgeDisks, lookAtDisks } from './disk.ts';
import { judgeMemory } from './memory.ts';

/** An engine, packed and unpacked, and the labs' images, in MiB. */
const cacheRoom = 512;

/** What machines share: processor, memory, cores, disks. For providers whose machines share nothing, there is nothing to say. */
export function groundRows(context: DoctorContext, { ground: ask }: ProviderRows): Row[] {
  const { nodes } = context.topology;
  const ground = ask?.();
  ground?.catch(() => {});
  const on = async (judge: (ground: Ground) => Verdict | Promise<Verdict>): Promise<Verdict> =>
    ground ? judge(await ground) : { outcome: 'skip', seen: t`each machine is a computer of its own` };
  return [
    { id: 'architecture', title: t`Processor`, beforeUp: true, look: () => on(judgeArchitecture) },
    {
      id: 'memory',
      title: t`Memory`,
      beforeUp: true,
      look: () => on(async (it) => judgeMemory(it, nodes, (await waitingNodes(context)).off)),
    },
    { id: 'cores', title: t`Cores`, look: () => on((it) => judgeCores(it, nodes)) },
    {
      id: 'disk',
      title: t`Disk`,
      beforeUp: true,
      look: () =>
        on(async ({ rooms }) =>
          judgeDisks(await lookAtDisks([...rooms, await downloads(context.cacheFolder)])),
        ),
    },
  ];
}

/** What was downloaded takes no more room. */
async function downloads(folder: string): Promise<Room> {
  const there = await hasFile(path.join(folder, 'engine'));
  return { folder, what: t`downloads`, mib: there ? 0 : cacheRoom };
}
