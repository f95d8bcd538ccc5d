import type { ProviderRows } from './diagnosis.ts';
import { dockerRows } from './docker/doctor/rows.ts';
import type { DoctorContext } from './doctor-context.ts';
import { sshRows } from './ssh/doctor/rows.ts';
import { vagrantRows } from './vagrant/doctor/rows.ts';

/** What the provider that the topology names needs of this computer. Its tools are being asked when this returns. */
export function providerRows(context: DoctorContext): ProviderRows {
  switch (context.topology.provider) {
    case 'docker':
      return dockerRows(context);
    case 'vagrant':
      return vagrantRows(context);
    case 'ssh':
      return sshRows(context);
  }
}
