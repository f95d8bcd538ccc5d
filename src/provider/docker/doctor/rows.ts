import { t } from 'ttag';
import { hasCode } from '../../../errors/index.ts';
import { hasFile } from '../../../files/has-file.ts';
import { ask, impatient } from '../../ask.ts';
import type { ProviderRows, Room } from '../../diagnosis.ts';
import { type DoctorContext, waitingNodes } from '../../doctor-context.ts';
import { dockerCli } from '../docker-cli.ts';
import { dockerHostError } from '../host-error.ts';
import { dockerEndpoint } from '../reach.ts';
import { judgeHost, parseInfo } from './host.ts';

/** What a node's disk grows to, and what the node image takes, in MiB. */
const nodeRoom = 1024;
const imageRoom = 512;

/** What has to be right for system containers on a Docker host. The host is asked once for all rows. */
export function dockerRows(context: DoctorContext): ProviderRows {
  const { runner, env, computer } = context;
  const asked = ask(runner, ['docker', 'info', '--format', '{{json .}}']);
  const endpoint = dockerEndpoint(dockerCli(impatient(runner)), env).catch((error: unknown) => {
    // That there is no host is for `docker info` to say.
    if (hasCode(error, 'E_DOCKER_HOST', 'E_TIMEOUT', 'E_COMMAND_FAILED')) return undefined;
    throw error;
  });
  for (const each of [asked, endpoint]) each.catch(() => {});
  return {
    rows: [
      {
        id: 'docker-host',
        title: t`Docker host`,
        beforeUp: true,
        look: async () => judgeHost(await asked, await endpoint, computer.platform),
      },
    ],
    async ground() {
      const info = parseInfo(await asked);
      if (!info) throw dockerHostError('no answer', { platform: computer.platform });
      const { unmade } = await waitingNodes(context);
      const isHere = !/^(ssh|tcp|https?):/.test((await endpoint) ?? '') && computer.platform === 'linux';
      const rooms: Room[] = [];
      // Docker Desktop's disk is in a VM, another computer's on that: neither shows here.
      if (isHere && unmade.length > 0 && (await hasFile(info.DockerRootDir))) {
        const mib = nodeRoom * unmade.length + imageRoom;
        rooms.push({ folder: info.DockerRootDir, what: t`the machines`, mib });
      }
      return {
        name: t`the Docker host`,
        arch: info.Architecture,
        cpus: info.NCPU,
        memoryMiB: Math.floor(info.MemTotal / 2 ** 20),
        ...(isHere && computer.availableMiB !== undefined ? { availableMiB: computer.availableMiB } : {}),
        takesWhole: false,
        rooms,
      };
    },
  };
}
