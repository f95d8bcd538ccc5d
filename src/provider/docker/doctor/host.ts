import { t } from 'ttag';
import * as z from 'zod';
import { hasCode } from '../../../errors/index.ts';
import type { Asked } from '../../ask.ts';
import type { Verdict } from '../../diagnosis.ts';
import { isAtLeast } from '../../version.ts';
import { dockerHostError, hostTrouble } from '../host-error.ts';
import { reachThrough } from '../reach.ts';

/** What `docker info --format '{{json .}}'` says, as far as it matters here. */
const infoSchema = z.object({
  ServerVersion: z.string().min(1),
  OperatingSystem: z.string(),
  OSType: z.string(),
  Architecture: z.string(),
  NCPU: z.number(),
  /** Bytes. */
  MemTotal: z.number(),
  DockerRootDir: z.string(),
  SecurityOptions: z.array(z.string()).nullish(),
  ClientInfo: z.object({ Version: z.string() }).nullish(),
});

export type DockerInfo = z.infer<typeof infoSchema>;

/** The host's own words in the output; undefined where no host answered. */
export function parseInfo(asked: Asked): DockerInfo | undefined {
  if (!('stdout' in asked)) return undefined;
  try {
    // Where no host answers the client writes its own part, with an empty version of the host.
    return infoSchema.safeParse(JSON.parse(asked.stdout)).data;
  } catch {
    return undefined;
  }
}

/** A Docker host answers, is one that machines can be made on, and they can be reached. `endpoint`: as in `ssh://me@box`. */
export function judgeHost(asked: Asked, endpoint: string | undefined, platform: NodeJS.Platform): Verdict {
  const needed = t`Docker Engine 20.10 or later, here or over ssh://`;
  if (asked.state === 'silent') {
    const fix = t`Look at \`docker info\`: it waits for a host that does not answer (DOCKER_HOST, \`docker context ls\`).`;
    return {
      outcome: 'fatal',
      seen: t`docker does not come back from its host`,
      needed,
      fix,
      code: 'E_DOCKER_HOST',
    };
  }
  const info = parseInfo(asked);
  if (!info && asked.state === 'answered')
    return { outcome: 'unknown', seen: t`docker info says nothing that swarmlab understands` };
  if (!info) {
    const trouble = asked.state === 'failed' ? (hostTrouble(asked.stderr) ?? 'no answer') : 'no command';
    const { message, fix } = dockerHostError(trouble, { platform });
    return { outcome: 'fatal', seen: message, needed, fix, code: 'E_DOCKER_HOST' };
  }
  const { ServerVersion: version, OperatingSystem: system, ClientInfo: client } = info;
  const command = client?.Version;
  const about = command && command !== version ? t`${system}, docker command ${command}` : system;
  const seen = endpoint?.startsWith('ssh:')
    ? t`Docker Engine ${version} answers on ${endpoint} (${about})`
    : t`Docker Engine ${version} answers here (${about})`;
  const refused = (fix: string): Verdict => ({ outcome: 'fatal', seen, needed, fix, code: 'E_DOCKER_HOST' });
  if (!isAtLeast(version, '20.10'))
    return refused(t`Get a newer one: https://docs.docker.com/engine/install/`);
  if (info.OSType !== 'linux') return refused(t`Switch Docker Desktop to Linux containers.`);
  const unreachable = endpoint === undefined ? undefined : refusal(endpoint);
  if (unreachable) return { outcome: 'fatal', needed, code: 'E_DOCKER_HOST_REMOTE', ...unreachable };
  if (info.SecurityOptions?.some((it) => it.startsWith('name=rootless'))) {
    const fix = t`Use the host of root: docker context use default.`;
    return {
      outcome: 'warn',
      seen: t`${seen}; it is rootless, and nodes need more than that can give`,
      needed,
      fix,
    };
  }
  return { outcome: 'ok', seen, needed };
}

/** Why machines on that host could not be reached. */
function refusal(endpoint: string): { seen: string; fix: string } | undefined {
  try {
    reachThrough(endpoint);
    return undefined;
  } catch (error) {
    if (hasCode(error, 'E_DOCKER_HOST_REMOTE')) return { seen: error.message, fix: error.fix };
    throw error;
  }
}
