import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import * as z from 'zod';
import { writeFileAtomic } from '../../config/atomic-write.ts';
import { missingCapabilities } from './capability-names.ts';
import type { DockerCli } from './docker-cli.ts';

const answer = z.object({ flags: z.array(z.string()) });

/**
 * The flags with which a container of this host can be a machine: `--privileged` where the host can do that, else every
 * capability the host has, by name. Found by trying, once a host: kept in the cache folder under the host's id.
 * E_DOCKER_HOST when neither works.
 */
export async function machinePrivileges(
  docker: DockerCli,
  { image, hostId, cacheFolder }: { image: string; hostId: string; cacheFolder: string },
): Promise<string[]> {
  const host = createHash('sha256').update(hostId).digest('hex').slice(0, 16);
  const file = path.join(cacheFolder, 'docker-hosts', `${host}.json`);
  const kept = await keptAnswer(file);
  if (kept) return kept;
  const flags = await findFlags(docker, image);
  await writeFileAtomic(file, `${JSON.stringify({ flags })}\n`);
  return flags;
}

async function findFlags(docker: DockerCli, image: string): Promise<string[]> {
  const attempt = (flags: string[]) => ['run', '--rm', '--network', 'none', ...flags, image, 'true'];
  const privileged = ['--privileged', ...common];
  if ((await docker.run(attempt(privileged))).exitCode === 0) return privileged;
  const named = namedFlags(await missing(docker, image));
  await docker.must(attempt(named), {
    code: 'E_DOCKER_HOST',
    what: t`this Docker host cannot run machines, neither privileged nor with the capabilities it has`,
    fix: t`Use another Docker host (DOCKER_HOST), rootful and without user namespaces, or another provider.`,
  });
  return named;
}

/** Both ways need these; a host without user namespace remapping, AppArmor or SELinux ignores them. */
const common = ['--cgroupns', 'private', '--userns', 'host', '--security-opt', 'label=disable'];

function namedFlags(without: string[]): string[] {
  return [
    ...['--cap-add', 'ALL', ...without.flatMap((name) => ['--cap-drop', name])],
    ...['--security-opt', 'seccomp=unconfined', '--security-opt', 'apparmor=unconfined'],
    ...['--security-opt', 'systempaths=unconfined', '--device-cgroup-rule', 'a *:* rwm'],
    ...common,
  ];
}

/** What the host's own processes lack, they cannot give: seen at the parent of a container's first process. */
async function missing(docker: DockerCli, image: string): Promise<string[]> {
  const look = 'grep CapBnd: "/proc/$PPID/status"; cat /proc/sys/kernel/cap_last_cap';
  const flags = ['--rm', '--network', 'none', '--pid', 'host', '--userns', 'host', '--cap-drop', 'ALL'];
  const seen = await docker.must(['run', ...flags, image, 'sh', '-c', look], {
    code: 'E_DOCKER_HOST',
    what: t`could not see which capabilities this Docker host has`,
    fix: t`Look at the log, or use another Docker host (DOCKER_HOST).`,
  });
  const mask = /CapBnd:\s*([0-9a-f]+)/.exec(seen)?.[1] ?? 'ffffffffffffffff';
  return missingCapabilities(mask, Number(seen.trim().split('\n').at(-1)));
}

/** Undefined when there is no answer yet, or none that can be read. */
async function keptAnswer(file: string): Promise<string[] | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  try {
    return answer.safeParse(JSON.parse(text)).data?.flags;
  } catch {
    return undefined;
  }
}
