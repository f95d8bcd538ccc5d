import path from 'node:path';
import type { Topology } from '../../config/schema.ts';
import { SwarmlabError } from '../../errors/index.ts';
import type { Endpoint, Runner } from '../../transport/runner.ts';
import type { MachineState, Provider, Report } from '../provider.ts';
import { finishedMarks } from './finished-marks.ts';
import { parseStates } from './machine-readable.ts';
import { parseSshConfig, type SshHost } from './ssh-config.ts';
import { vagrantIn } from './vagrant.ts';

export interface VagrantContext {
  topology: Topology;
  /** The folder of the Vagrantfile, absolute. */
  folder: string;
  /** The private key that the Vagrantfile makes machines let in; absolute. */
  keyFile: string;
  runner: Runner;
}

type States = ReadonlyMap<string, MachineState>;
type Endpoints = ReadonlyMap<string, Endpoint>;

/**
 * VMs from the rendered Vagrantfile. Vagrant takes more than a second to start, so calls for several machines share one
 * run of it: the first `ensure` brings up every machine of the plan.
 */
export function vagrantProvider({ topology, folder, keyFile, runner }: VagrantContext): Provider {
  const vagrant = vagrantIn(folder, topology, runner);
  const names = topology.nodes.map((node) => node.name);
  const marks = finishedMarks(path.join(folder, '.swarmlab', 'vagrant'));
  const reports = new Map<string, Report>();
  let listing: Promise<States> | undefined;
  let seen: States | undefined;
  let reaching: Promise<Endpoints> | undefined;
  let raising: Promise<Endpoints> | undefined;

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

  const raise = async (): Promise<Endpoints> => {
    const states = seen ?? (await list());
    const finished = await Promise.all(names.map((name) => marks.has(name)));
    const unready = names.filter((name, i) => states.get(name) !== 'running' || !finished[i]);
    if (unready.length > 0) {
      seen = undefined;
      await marks.remove(unready);
      await vagrant.run('could not bring the machines up', ['up', ...unready], { onLine: tell });
      await marks.add(unready);
    }
    return reach(names);
  };

  // `==> core-01: Booting VM...`, and its details with four blanks instead of the arrow.
  const tell = (line: string) => {
    const [, name = '', text] = /^(?:==>| {3}) (\S+): (.*\S)/.exec(line) ?? [];
    if (text !== undefined) reports.get(name)?.(text);
  };

  return {
    ownsMachines: true,
    list,
    async ensure(name, report) {
      reports.set(name, report);
      raising ??= raise().catch((error: unknown) => {
        forget();
        throw error;
      });
      return endpointOf(await raising, name);
    },
    async endpoint(name) {
      reaching ??= (async () => {
        const states = seen ?? (await list());
        return reach(names.filter((each) => states.get(each) === 'running'));
      })().catch((error: unknown) => {
        forget();
        throw error;
      });
      return endpointOf(await reaching, name);
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

function endpointOf(endpoints: Endpoints, name: string): Endpoint {
  const endpoint = endpoints.get(name);
  if (endpoint) return endpoint;
  throw new SwarmlabError('E_NO_MACHINES', `${name}: its machine is not running`, {
    fix: 'Run `swarmlab up`: it makes and starts what is missing.',
    node: name,
  });
}
