import { setTimeout as delay } from 'node:timers/promises';
import { t } from 'ttag';
import { hasCode, SwarmlabError } from '../../errors/index.ts';
import { mustRun } from '../../transport/must-run.ts';
import type { Runner } from '../../transport/runner.ts';
import type { Report } from '../provider.ts';
import { dockerCli } from './docker-cli.ts';
import { dockerHostError, hostTrouble } from './host-error.ts';
import { dockerEndpoint } from './reach.ts';

/** Where the pid file and the log of an engine that we started are: of the host, not of a cluster. */
const hostFolder = '/run/swarmlab-docker';

/** The version of the Docker host that answers; else E_DOCKER_HOST with how to get one on this platform. */
export async function ensureDockerHost({ runner }: { runner: Runner }): Promise<string> {
  const docker = dockerCli(runner);
  const version = await docker.must(['version', '--format', '{{.Server.Version}}'], {
    code: 'E_DOCKER_HOST',
    what: t`no Docker host answers`,
    fix: t`Look at \`docker version\`, then run this again.`,
  });
  return version.trim();
}

/** What starting a host needs; all but the runner have defaults. */
export interface StartRequest {
  runner: Runner;
  report?: Report;
  env?: NodeJS.ProcessEnv;
  platform?: NodeJS.Platform;
  /** User id: anybody but root goes through `sudo -n`. */
  uid?: number | undefined;
  folder?: string;
  /** How long the engine may take to answer, in ms. */
  patience?: number;
}

/** With systemd its service; without, the engine itself, on its own, its streams in files. */
const startScript = `PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
if [ -d /run/systemd/system ] && systemctl cat docker.service >/dev/null 2>&1; then
  exec systemctl start docker
fi
command -v dockerd >/dev/null || { echo 'dockerd is not installed' >&2; exit 1; }
mkdir -p "$1"
setsid dockerd --pidfile "$1/dockerd.pid" >>"$1/dockerd.log" 2>&1 </dev/null &`;

/** Ends the engine only if the process is the one we started: its command line names our pid file. */
const stopScript = `pid=$(cat "$1/dockerd.pid" 2>/dev/null) || exit 0
tr '\\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "--pidfile $1/dockerd.pid" || exit 0
kill "$pid"
tries=0
while [ -d "/proc/$pid" ]; do
  tries=$((tries + 1))
  [ $tries -lt 300 ] || { echo "process $pid does not end" >&2; exit 1; }
  sleep 0.1
done
rm -rf "$1"
echo stopped`;

/**
 * Starts an engine on this computer unless a Docker host answers already, and waits until it does. Call it only when the
 * user said so. E_DOCKER_HOST where that cannot help (no engine installed, a host elsewhere) or fails.
 */
export async function startDockerHost(request: StartRequest): Promise<'running' | 'started'> {
  const { runner, report, env = process.env, platform = process.platform, folder = hostFolder } = request;
  const trouble = await ensureDockerHost({ runner }).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (trouble === undefined) return 'running';
  const silence = hasCode(trouble, 'E_DOCKER_HOST') && hostTrouble(trouble.output ?? '') === 'no answer';
  if (!silence || platform !== 'linux') throw trouble;
  const endpoint = await dockerEndpoint(dockerCli(runner), env);
  if (endpoint !== 'unix:///var/run/docker.sock') throw trouble;

  report?.(t`starting the Docker host`);
  await asRoot(request, startScript, t`could not start a Docker host`, {
    fix: t`Install the engine (Debian, Ubuntu: sudo apt-get install docker.io), or start it yourself.`,
  });
  const deadline = Date.now() + (request.patience ?? 30_000);
  for (;;) {
    try {
      await ensureDockerHost({ runner });
      return 'started';
    } catch (error) {
      if (!hasCode(error, 'E_DOCKER_HOST')) throw error;
      if (Date.now() >= deadline) throw silent(folder, error);
    }
    await delay(200);
  }
}

/**
 * Stops the engine that {@link startDockerHost} started without systemd. Any other is left alone, and so is one that
 * containers run on: another cluster, or something of the user's.
 */
export async function stopDockerHost(
  request: Pick<StartRequest, 'runner' | 'uid' | 'folder'>,
): Promise<'stopped' | 'not ours' | 'in use'> {
  const { folder = hostFolder } = request;
  const containers = await request.runner.run({ argv: ['docker', 'ps', '--quiet'] });
  if (containers.exitCode === 0 && containers.stdout.trim() !== '') return 'in use';
  const stdout = await asRoot(request, stopScript, t`could not stop the Docker host`, {
    fix: t`Look at the log in ${folder}.`,
  });
  return stdout.trim() === 'stopped' ? 'stopped' : 'not ours';
}

async function asRoot(
  { runner, uid = process.getuid?.(), folder = hostFolder }: Pick<StartRequest, 'runner' | 'uid' | 'folder'>,
  script: string,
  what: string,
  { fix }: { fix: string },
): Promise<string> {
  const sudo = uid === 0 ? [] : ['sudo', '-n'];
  const [program = 'sh', ...args] = [...sudo, 'sh', '-c', script, 'sh', folder];
  return (await mustRun(runner, { argv: [program, ...args] }, { code: 'E_DOCKER_HOST', what, fix })).stdout;
}

function silent(folder: string, cause: SwarmlabError): SwarmlabError {
  const { fix } = dockerHostError('no answer');
  return new SwarmlabError(
    'E_DOCKER_HOST',
    t`a Docker host was started but does not answer: ${cause.message}`,
    {
      fix: t`Look at ${folder}/dockerd.log, or at journalctl -u docker. ${fix}`,
      cause,
    },
  );
}
