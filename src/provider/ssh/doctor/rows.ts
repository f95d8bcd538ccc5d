import { t } from 'ttag';
import type { NodePlan } from '../../../config/schema.ts';
import type { ProviderRows } from '../../diagnosis.ts';
import type { DoctorContext } from '../../doctor-context.ts';
import { tcpDial } from '../dial.ts';
import { type DialledMachine, judgeMachines } from './machines.ts';

/** What has to be right for machines that exist already: each is a computer of its own, which says the rest once it is reached. */
export function sshRows({ topology }: Pick<DoctorContext, 'topology'>): ProviderRows {
  const dial = tcpDial();
  const look = async ({ name, ssh }: NodePlan): Promise<DialledMachine> => {
    if (!ssh) return { name, where: t`nowhere`, refusal: t`swarmlab.yaml does not say how SSH reaches it` };
    const refusal = await dial(ssh.host, ssh.port);
    return { name, where: `${ssh.host}:${ssh.port}`, ...(refusal === undefined ? {} : { refusal }) };
  };
  return {
    rows: [
      {
        id: 'machines',
        title: t`Machines`,
        look: async () => judgeMachines(await Promise.all(topology.nodes.map(look))),
      },
    ],
  };
}
