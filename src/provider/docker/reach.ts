import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import type { Endpoint } from '../../transport/runner.ts';
import type { DockerCli } from './docker-cli.ts';
import { dockerHostError } from './host-error.ts';

/** How a port that is bound to 127.0.0.1 of the Docker host is reached from here. */
export type Reach = (port: number) => Pick<Endpoint, 'host' | 'port' | 'proxyCommand'>;

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Where docker commands go: DOCKER_HOST, else what the context says. `unix:///var/run/docker.sock`, `ssh://me@box` */
export async function dockerEndpoint(docker: DockerCli, env: NodeJS.ProcessEnv): Promise<string> {
  if (env.DOCKER_HOST) return env.DOCKER_HOST;
  const result = await docker.run(['context', 'inspect', '--format', '{{json .Endpoints.docker.Host}}']);
  if (result.exitCode !== 0) throw dockerHostError('no context', { output: result.stderr });
  return String(JSON.parse(result.stdout));
}

/**
 * A local socket, Docker Desktop's, or an address of this computer: directly. `ssh://`: through ssh, as docker itself
 * goes. Anything else is E_DOCKER_HOST_REMOTE: the machines' ports are bound to that host's 127.0.0.1.
 */
export function reachThrough(endpoint: string): Reach {
  const direct: Reach = (port) => ({ host: '127.0.0.1', port });
  if (/^(unix|npipe|fd):/.test(endpoint)) return direct;
  if (!URL.canParse(endpoint)) throw remoteHost(endpoint);
  const { protocol, hostname, username, port: sshPort } = new URL(endpoint);
  if (protocol === 'ssh:') {
    const login = username ? `${decodeURIComponent(username)}@${hostname}` : hostname;
    const portFlags = sshPort ? ['-p', sshPort] : [];
    return (port) => ({
      host: '127.0.0.1',
      port,
      proxyCommand: ['ssh', ...portFlags, '-W', `127.0.0.1:${port}`, '--', login],
    });
  }
  if (loopback.test(hostname)) return direct;
  throw remoteHost(endpoint);
}

function remoteHost(endpoint: string): SwarmlabError {
  return new SwarmlabError(
    'E_DOCKER_HOST_REMOTE',
    t`the machines on the Docker host ${endpoint} cannot be reached: their SSH ports are open on that host alone`,
    { fix: t`Reach it over SSH instead: export DOCKER_HOST=ssh://USER@HOST.` },
  );
}
