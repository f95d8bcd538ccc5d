import path from 'node:path';
import { t } from 'ttag';
import type { Topology } from '../../config/schema.ts';
import { SwarmlabError } from '../../errors/index.ts';
import type { Endpoint, Runner } from '../../transport/runner.ts';
import type { KitFiles } from '../context.ts';
import type { MachineState, Provider, Report } from '../provider.ts';
import { addBox } from './box.ts';
import { bringUp, type Found, type PendingEndpoints } from './bring-up.ts';
import { parseStates } from './machine-readable.ts';
import { marksIn } from './marks.ts';
import { isSetUp } from './set-up.ts';
import { vagrantSnapshots } from './snapshots.ts';
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
  kit?: KitFiles | undefined;
  /** Milliseconds. */
  now?: () => number;
}

/** For how many milliseconds an answer of Vagrant's is taken for what is so. */
const freshness = 2_000;

type Machines = ReadonlyMap<string, Found>;
type Endpoints = ReadonlyMap<string, Endpoint>;

/**
 * VMs from the rendered Vagrantfile. Vagrant takes more than a second to start, so calls for several machines share one
 * run of it: the first `ensure` brings up every machine that is to come up together with it.
 */
export function vagrantProvider(context: VagrantContext): Provider {
  const { topology, folder, keyFile, runner, kit, now = Date.now } = context;
  const vagrant = vagrantIn(folder, topology, runner);
  const names = topology.nodes.map((node) => node.name);
  const marks = marksIn(path.join(folder, '.swarmlab', 'vagrant'));
  const reports = new Map<string, Report>();
  let listing: Promise<Machines> | undefined;
  let seen: Machines | undefined;
  let seenAt = 0;
  let reaching: Promise<Endpoints> | undefined;
  let raising: Promise<PendingEndpoints> | undefined;

  const forget = () => {
    seen = undefined;
    reaching = undefined;
    raising = undefined;
  };

  /** What our own run began to make and nobody brought to an end is as good as missing, and is removed before it is made. */
  const judged = async (name: string, state: MachineState): Promise<Found> => {
    const leftover =
      state !== 'missing' && (await marks.of(name)) === 'making' && !(await isSetUp(folder, name));
    return { state: leftover ? 'missing' : state, leftover };
  };

  const look = (): Promise<Machines> => {
    reaching = undefined;
    listing ??= vagrant
      .run(t`could not ask for the machines`, ['status', '--machine-readable', ...names])
      .then(async (output) => {
        const states = parseStates(output);
        const found = names.map(
          async (name) => [name, await judged(name, states.get(name) ?? 'missing')] as const,
        );
        seen = new Map(await Promise.all(found));
        seenAt = now();
        return seen;
      })
      .finally(() => {
        listing = undefined;
      });
    return listing;
  };

  /** Who asks right after somebody else did gets the same answer. */
  const lately = async (): Promise<Machines> => (seen && now() - seenAt < freshness ? seen : look());

  const named = async (wanted: (found: Found) => boolean): Promise<string[]> =>
    [...(await look())].filter(([, found]) => wanted(found)).map(([name]) => name);

  const reach = async (running: readonly string[]): Promise<Endpoints> => {
    if (running.length === 0) return new Map();
    const output = await vagrant.run(t`could not learn how to reach the machines`, [
      'ssh-config',
      ...running,
    ]);
    const hosts = [...parseSshConfig(output)];
    return new Map(hosts.map(([name, host]) => [name, endpointAt(host, keyFile)]));
  };

  const raise = async (together: readonly string[]): Promise<PendingEndpoints> => {
    const all = seen ?? (await look());
    const found = new Map([...all].filter(([name]) => together.includes(name)));
    seen = undefined;
    if (kit && [...found.values()].some(({ state }) => state === 'missing'))
      await addBox(vagrant, topology, kit, (line) => {
        for (const report of reports.values()) report(line);
      });
    const forgetHostKey = (name: string) => context.forgetHostKey(name);
    return bringUp({ vagrant, marks, found, reach, forgetHostKey, reports });
  };

  return {
    ownsMachines: true,
    async list() {
      return new Map([...(await lately())].map(([name, { state }]) => [name, state]));
    },
    async ensure(name, report, together = names) {
      reports.set(name, report);
      raising ??= raise(together).catch((error: unknown) => {
        forget();
        throw error;
      });
      const pending = await raising;
      return known(await pending.get(name), name);
    },
    async endpoint(name) {
      reaching ??= (async () => {
        const found = seen ?? (await look());
        return reach(names.filter((each) => found.get(each)?.state === 'running'));
      })().catch((error: unknown) => {
        forget();
        throw error;
      });
      return known((await reaching).get(name), name);
    },
    addressHere: ({ address }) => address,
    async stop(some = names) {
      const all = await named(({ state, leftover }) => state === 'running' || leftover);
      const running = all.filter((name) => some.includes(name));
      const halt = (name: string) => vagrant.run(t`could not stop ${name}`, ['halt', name]);
      // Vagrant itself halts one machine after the other.
      const ended = await Promise.allSettled(running.map(halt));
      // Beside the others, a machine of a slow computer may not let Vagrant in in time. Then they are off.
      for (const name of running.filter((_, at) => ended[at]?.status === 'rejected')) await halt(name);
      forget();
    },
    async destroy() {
      const made = await named(({ state, leftover }) => state !== 'missing' || leftover);
      if (made.length > 0)
        await vagrant.run(t`could not remove the machines`, ['destroy', '--force', ...made]);
      await marks.remove(names);
      forget();
    },
    snapshots: vagrantSnapshots(vagrant, names, forget),
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
  throw new SwarmlabError('E_NO_MACHINES', t`${name}: its machine is not running`, {
    fix: t`Run \`swarmlab up\`: it makes and starts what is missing.`,
    node: name,
  });
}
