import { t } from 'ttag';
import * as z from 'zod';
import { type DockerCli, dockerFailed } from './docker-cli.ts';

const containerSchema = z.object({
  name: z.string(),
  status: z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
  pid: z.number(),
  labels: z.record(z.string(), z.string()).nullable(),
  ports: z.record(z.string(), z.array(z.object({ HostPort: z.string() })).nullable()).nullable(),
});

/** A container as `docker container inspect` tells it. */
export interface Container {
  name: string;
  status: z.infer<typeof containerSchema>['status'];
  /** Process id of its first process in the host's terms; 0 when it does not run. */
  pid: number;
  labels: Readonly<Record<string, string>>;
  /** The host's port that leads to its SSH server; undefined when it does not run. */
  sshPort: number | undefined;
}

const format = [
  '{"name":{{json .Name}}',
  '"status":{{json .State.Status}}',
  '"pid":{{json .State.Pid}}',
  '"labels":{{json .Config.Labels}}',
  '"ports":{{json .NetworkSettings.Ports}}}',
].join(',');

/** Those of the named containers that exist, by name. One command for all. */
export async function inspectContainers(
  docker: DockerCli,
  names: readonly string[],
): Promise<Map<string, Container>> {
  const args = ['container', 'inspect', '--format', format, ...names];
  const result = await docker.run(args);
  const complaints = result.stderr
    .split('\n')
    .filter((line) => line.trim() && !/no such container/i.test(line));
  if (result.exitCode !== 0 && complaints.length > 0) {
    throw dockerFailed(args, result, {
      what: t`could not ask the Docker host for the machines`,
      fix: t`Look at \`docker info\`, then run the same command again.`,
    });
  }
  const found = result.stdout.split('\n').filter((line) => line.startsWith('{'));
  return new Map(
    found.map((line) => toContainer(JSON.parse(line))).map((container) => [container.name, container]),
  );
}

function toContainer(json: unknown): Container {
  const { name, status, pid, labels, ports } = containerSchema.parse(json);
  const port = ports?.['22/tcp']?.[0]?.HostPort;
  return {
    name: name.replace(/^\//, ''),
    status,
    pid,
    labels: labels ?? {},
    sshPort: port ? Number(port) : undefined,
  };
}
