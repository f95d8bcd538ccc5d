import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { apiAnswer } from './api.ts';
import { askSwarm } from './docker.ts';
import { parseFlags, type Settings, type SwarmSettings } from './flags.ts';
import { type Configuration, configurationOf } from './provider.ts';
import { proxyTo, say } from './proxy.ts';
import { type Runtime, runtimeOf } from './runtime.ts';

const nothing: Configuration = { routers: new Map(), services: new Map(), complaints: [] };

function log(message: string): void {
  process.stderr.write(`${new Date().toISOString()} test double: ${message}\n`);
}

function start({ entryPoints, api, swarm }: Settings): void {
  const own = [...entryPoints.keys()].filter((name) => name !== 'traefik');
  let runtime: Runtime = runtimeOf(nothing, own);
  for (const [name, port] of entryPoints) {
    const proxy = proxyTo(() => runtime, name);
    const server = http.createServer((request, response) => {
      if (name !== 'traefik' || !api) return proxy(request, response);
      const answer = apiAnswer(decodeURIComponent((request.url ?? '').split('?')[0] ?? ''), runtime);
      if (!answer) return say(response, 404, '404 page not found\n');
      const body = JSON.stringify(answer.body);
      response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(`${body}\n`);
    });
    server.listen(port, () => log(`entry point ${name} listens on port ${port}`));
  }
  if (swarm)
    void look(swarm, (configuration) => {
      runtime = runtimeOf(configuration, own);
    });
  else log('no provider is configured');
}

/** Looks at the swarm now and again for ever. What was seen last stays while it cannot be seen. */
async function look(settings: SwarmSettings, use: (configuration: Configuration) => void): Promise<void> {
  let said = '';
  for (;;) {
    let complaints: readonly string[];
    try {
      const configuration = configurationOf(await askSwarm(settings.socket), settings);
      use(configuration);
      complaints = configuration.complaints;
    } catch (error) {
      complaints = [`Provider error: ${error instanceof Error ? error.message : String(error)}`];
    }
    if (complaints.join('\n') !== said) for (const complaint of complaints) log(complaint);
    said = complaints.join('\n');
    await pause(settings.refreshSeconds * 1000);
  }
}

// Process 1 of a container gets no default handling of signals.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));

try {
  start(parseFlags(process.argv.slice(2)));
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
