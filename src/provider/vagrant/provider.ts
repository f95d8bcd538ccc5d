import path from 'node:path';
import type { Topology } from '../../config/schema.ts';
import { SwarmlabError } from '../../errors/index.ts';
import type { Endpoint, Runner } from '../../transport/runner.ts';
import type { MachineState, Provider, Report } from '../provider.ts';
import { parseStates } from './machine-readable.ts';
import { marksIn } from './marks.ts';
import { type Coming, raise } from './raise.ts';
import { parseSshConfig, type SshHost } from './ssh-config.ts';
import { vagrantIn } from './vagrant.ts';

export interface VagrantContext {
  topology: Topology;
  /** The folder of the Vagrantfile, absolute. */
  folder: string;
  /** The private key that the Vagrantfile makes machines let in; absolute. */
  keyFile: string;
  /** Forgets the host key of a machine that is about to be made anew. */
  forgetHostKey(name: string): void;
  runner: Runner;
}

type States = ReadonlyMap<string, MachineState>;
type Endpoints = ReadonlyMap<string, Endpoint>;

/**
 * VMs from the rendered Vagrantfile. Vagrant takes more than a second to start, so calls for several machines share one
 * run of it: the first `ensure` brings up every machine of the plan.
 */
export function vagrantProvider(context: VagrantContext): Provider {
  const { topology, folder, keyFile, runner } = context;
  const vagrant = vagrantIn(folder, topology, runner);
  const names = topology.nodes.map((node) => node.name);
  const marks = marksIn(path.join(folder, '.swarmlab', 'vagrant'));
  const reports = new Map<string, Report>();
  let listing: Promise<States> | undefined;
  let seen: States | undefined;
  let reaching: Promise<Endpoints> | undefined;
  let raising: Promise<Coming> | undefined;

  const forget = () => {
    seen = undefined;
    reaching = undefined;
    raising = undefined;
  };

  const list = (): Promise<States> => {
    reaching = undefined;
    listing ??= vagrant
      .run('could not ask for the machines', ['status', '--machine-readable', ...names])
      .then((output) => {
        const states = parseStates(output);
        seen = new Map(names.map((name) => [name, states.get(name) ?? 'missing']));
        return seen;
      })
      .finally(() => {
        listing = undefined;
      });
    return listing;
  };

  const named = async (wanted: (state: MachineState) => boolean): Promise<string[]> =>
    [...(await list())].filter(([, state]) => wanted(state)).map(([name]) => name);

  const reach = async (running: readonly string[]): Promise<Endpoints> => {
    if (running.length === 0) return new Map();
    const output = await vagrant.run('could not learn how to reach the machines', ['ssh-config', ...running]);
    const hosts = [...parseSshConfig(output)];
    return new Map(hosts.map(([name, host]) => [name, endpointAt(host, keyFile)]));
  };

  const raiseAll = async (): Promise<Coming> => {
    const states = seen ?? (await list());
    seen = undefined;
    const forgetHostKey = (name: string) => context.forgetHostKey(name);
    return raise({ vagrant, marks, states, reach, forgetHostKey, reports });
  };

  return {
    ownsMachines: true,
    list,
    async ensure(name, report) {
      reports.set(name, report);
      raising ??= raiseAll().catch((error: unknown) => {
        forget();
        throw error;
      });
      const coming = await raising;
      return known(await coming.get(name), name);
    },
    async endpoint(name) {
      reaching ??= (async () => {
        const states = seen ?? (await list());
        return reach(names.filter((each) => states.get(each) === 'running'));
      })().catch((error: unknown) => {
        forget();
        throw error;
      });
      return known((await reaching).get(name), name);
    },
    async stop() {
      const running = await named((state) => state === 'running');
      if (running.length > 0) await vagrant.run('could not stop the machines', ['halt', ...running]);
      forget();
    },
    async destroy() {
      const made = await named((state) => state !== 'missing');
      if (made.length > 0)
        await vagrant.run('could not remove the machines', ['destroy', '--force', ...made]);
      await marks.remove(names);
      forget();
    },
  };
}

function endpointAt({ proxyCommand, ...host }: SshHost, keyFile: string): Endpoint {
  return {
    ...host,
    keyFile,
    ...(proxyCommand ? { proxyCommand: ['sh', '-c', `exec ${proxyCommand}`] } : {}),
  };
}

function known(endpoint: Endpoint | undefined, name: string): Endpoint {
  if (endpoint) return endpoint;
  throw new SwarmlabError('E_NO_MACHINES', `${name}: its machine is not running`, {
    fix: 'Run `swarmlab up`: it makes and starts what is missing.',
    node: name,
  });
}
