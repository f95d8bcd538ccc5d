import http from 'node:http';
import { json } from 'node:stream/consumers';
import type { Swarm, SwarmService, SwarmTask } from './provider.ts';

/** Milliseconds until a question to the engine is given up. */
const patience = 10_000;

/** Asks the engine at a Unix socket for the swarm's services, running tasks and networks. Rejects on a worker, which knows none. */
export async function askSwarm(socket: string): Promise<Swarm> {
  const running = filters({ 'desired-state': ['running'] });
  const [services, tasks, networks] = await Promise.all([
    get<SwarmService[]>(socket, '/services'),
    get<(SwarmTask & { ServiceID: string })[]>(socket, `/tasks?${running}`),
    get<{ Id: string; Name: string }[]>(socket, `/networks?${filters({ scope: ['swarm'] })}`),
  ]);
  const byService = new Map<string, SwarmTask[]>();
  for (const task of tasks)
    if (task.Status.State === 'running')
      byService.set(task.ServiceID, [...(byService.get(task.ServiceID) ?? []), task]);
  return { services, tasks: byService, networks: new Map(networks.map(({ Id, Name }) => [Id, Name])) };
}

function filters(wanted: Record<string, string[]>): string {
  return `filters=${encodeURIComponent(JSON.stringify(wanted))}`;
}

function get<Shape>(socketPath: string, path: string): Promise<Shape> {
  return new Promise((resolve, reject) => {
    const request = http.get(
      { socketPath, path, timeout: patience, headers: { host: 'docker' } },
      (response) => {
        json(response).then((body) => {
          if (response.statusCode === 200) resolve(body as Shape);
          else reject(new Error(`Error response from daemon: ${(body as { message?: string }).message}`));
        }, reject);
      },
    );
    request.on('timeout', () => request.destroy(new Error(`no answer from ${socketPath}`)));
    request.on('error', reject);
  });
}
