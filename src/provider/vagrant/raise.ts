import type { Endpoint } from '../../transport/runner.ts';
import type { MachineState, Report } from '../provider.ts';
import type { Marks } from './marks.ts';
import type { Vagrant } from './vagrant.ts';

/** What the last line of the Vagrantfile's provisioner says: from here on the machine lets our key in. */
const readyLine = 'swarmlab: ready';

export interface Raising {
  vagrant: Vagrant;
  marks: Marks;
  /** State of each machine of the plan. */
  states: ReadonlyMap<string, MachineState>;
  /** How SSH reaches machines that run. */
  reach(names: readonly string[]): Promise<ReadonlyMap<string, Endpoint>>;
  /** The machine is about to be made, so its host key will be a new one. */
  forgetHostKey(name: string): void;
  /** Hears what Vagrant says of a machine. */
  reports: ReadonlyMap<string, Report>;
}

/** Endpoints that are still to come, by name. */
export type Coming = ReadonlyMap<string, Promise<Endpoint | undefined>>;

/**
 * Brings every machine of the plan up with one `vagrant up`, in parallel where its provider can, and hands each on as soon
 * as it lets our key in: whoever waits for one does not wait for the others. What an earlier run began to make and did
 * not finish is made anew.
 */
export async function raise(raising: Raising): Promise<Coming> {
  const { vagrant, marks, states, reach } = raising;
  const names = [...states.keys()];
  const marked = new Map(await Promise.all(names.map(async (name) => [name, await marks.of(name)] as const)));
  const halfMade = names.filter((name) => states.get(name) !== 'missing' && marked.get(name) === 'making');
  const unready = names.filter(
    (name) => states.get(name) !== 'running' || halfMade.includes(name) || marked.get(name) !== 'finished',
  );
  if (halfMade.length > 0) {
    await vagrant.run('could not remove machines that were only half made', [
      'destroy',
      '--force',
      ...halfMade,
    ]);
  }
  for (const name of unready) {
    const anew = states.get(name) === 'missing' || halfMade.includes(name);
    if (anew) raising.forgetHostKey(name);
    await marks.set(name, anew ? 'making' : 'starting');
  }
  const running = reach(names.filter((name) => !unready.includes(name)));
  const readied = unready.length > 0 ? bringUp(unready, raising) : new Map<string, Promise<void>>();
  const coming = async (name: string) => {
    await readied.get(name);
    return (await (readied.has(name) ? reach([name]) : running)).get(name);
  };
  return new Map(names.map((name) => [name, heeded(coming(name))]));
}

/** Whoever waits for a machine hears why it does not come; that nobody waits for it is no error of its own. */
function heeded<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/**
 * For each machine a promise that it is ready; those of machines that Vagrant could not bring up reject. The last one is
 * ready when Vagrant has ended, so that it is never at work behind the back of what comes next.
 */
function bringUp(names: readonly string[], { vagrant, marks, reports }: Raising): Map<string, Promise<void>> {
  const heard = new Map<string, () => void>();
  const ready = new Set<string>();
  const ended = vagrant.run('could not bring the machines up', ['up', ...names], {
    // `==> core-01: Booting VM...`, and its details with four blanks instead of the arrow.
    onLine(line) {
      const [, name = '', text] = /^(?:==>| {3}) (\S+): (.*\S)/.exec(line) ?? [];
      if (text === readyLine) {
        if (ready.add(name).size < names.length) heard.get(name)?.();
      } else if (text !== undefined) reports.get(name)?.(text);
    },
  });
  return new Map(
    names.map((name) => {
      const up = new Promise<void>((resolve, reject) => {
        heard.set(name, resolve);
        ended.then(() => resolve(), reject);
      });
      return [name, up.then(() => marks.set(name, 'finished'))];
    }),
  );
}
