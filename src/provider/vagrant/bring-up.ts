import { t } from 'ttag';
import type { Endpoint } from '../../transport/runner.ts';
import type { MachineState, Report } from '../provider.ts';
import type { Marks } from './marks.ts';
import type { Vagrant } from './vagrant.ts';

/** What the last line of the Vagrantfile's provisioner says: from here on the machine lets our key in. */
const readyLine = 'swarmlab: ready';

/** A machine as it is found. `leftover`: there is something of it, but it was only half made. */
export interface Found {
  state: MachineState;
  leftover: boolean;
}

export interface BringUpContext {
  vagrant: Vagrant;
  marks: Marks;
  /** Each machine that is to be up. */
  found: ReadonlyMap<string, Found>;
  /** How SSH reaches machines that run. */
  reach(names: readonly string[]): Promise<ReadonlyMap<string, Endpoint>>;
  /** The machine is about to be made, so its host key will be a new one. */
  forgetHostKey(name: string): void;
  /** Hears what Vagrant says of a machine. */
  reports: ReadonlyMap<string, Report>;
}

/** Endpoints that are still to come, by name. */
export type PendingEndpoints = ReadonlyMap<string, Promise<Endpoint | undefined>>;

/**
 * Brings every machine that was found up with one `vagrant up`, in parallel where its provider can, and hands each on as soon
 * as it lets our key in: whoever waits for one does not wait for the others. What was only half made is made anew.
 */
export async function bringUp(context: BringUpContext): Promise<PendingEndpoints> {
  const { vagrant, marks, found, reach, reports } = context;
  const names = [...found.keys()];
  const marked = new Map(await Promise.all(names.map(async (name) => [name, await marks.of(name)] as const)));
  const unready = names.filter(
    (name) => found.get(name)?.state !== 'running' || marked.get(name) !== 'finished',
  );
  const leftovers = names.filter((name) => found.get(name)?.leftover);
  if (leftovers.length > 0) {
    for (const name of leftovers) reports.get(name)?.(t`was only half made: it is removed and made anew`);
    await vagrant.run(t`could not remove machines that were only half made`, [
      'destroy',
      '--force',
      ...leftovers,
    ]);
  }
  for (const name of unready) {
    const anew = found.get(name)?.state === 'missing';
    if (anew) context.forgetHostKey(name);
    await marks.set(name, anew ? 'making' : 'starting');
  }
  const running = reach(names.filter((name) => !unready.includes(name)));
  const ready = unready.length > 0 ? vagrantUp(unready, context) : new Map<string, Promise<void>>();
  const endpointOf = async (name: string) => {
    await ready.get(name);
    return (await (ready.has(name) ? reach([name]) : running)).get(name);
  };
  return new Map(names.map((name) => [name, ignoreUnhandled(endpointOf(name))]));
}

/** Whoever waits for a machine hears why it does not come; that nobody waits for it is no error of its own. */
function ignoreUnhandled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/**
 * For each machine a promise that it is ready; those of machines that Vagrant could not bring up reject. The last one is
 * ready when Vagrant has ended, so that it is never at work behind the back of what comes next.
 */
function vagrantUp(
  names: readonly string[],
  { vagrant, marks, reports }: BringUpContext,
): Map<string, Promise<void>> {
  const resolvers = new Map<string, () => void>();
  const saidReady = new Set<string>();
  const ended = vagrant.run(t`could not bring the machines up`, ['up', ...names], {
    // `==> core-01: Booting VM...`, and its details with four blanks instead of the arrow.
    onLine(line) {
      const [, name = '', text] = /^(?:==>| {3}) (\S+): (.*\S)/.exec(line) ?? [];
      if (text === readyLine) {
        if (saidReady.add(name).size < names.length) resolvers.get(name)?.();
      } else if (text !== undefined) reports.get(name)?.(text);
    },
  });
  return new Map(
    names.map((name) => {
      const ready = new Promise<void>((resolve, reject) => {
        resolvers.set(name, resolve);
        ended.then(() => resolve(), reject);
      });
      return [name, ready.then(() => marks.set(name, 'finished'))];
    }),
  );
}
