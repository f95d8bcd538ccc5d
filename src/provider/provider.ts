import type { NodePlan } from '../config/schema.ts';
import type { Endpoint } from '../transport/runner.ts';

/** What a machine is doing. `missing`: it was never made, or not to its end, or is gone. */
export type MachineState = 'running' | 'stopped' | 'missing';

/** What `ensure` reports of itself while it works: one short line, for the progress display. */
export type Report = (line: string) => void;

/**
 * Copies of all machines as they are on disk, each under an id (letters, digits, `-`, `_`, `.`). After a kill there may be parts
 * of a copy: whoever asks for one writes down which are whole.
 */
export interface MachineSnapshots {
  /** Copies all machines, which are off. Returns the bytes that it takes, where that can be known. E_DISK_FULL. */
  save(id: string, report: Report): Promise<number | undefined>;
  /** Puts all machines back; they are off afterwards, whatever they were before. Run again after a kill, it ends the same. */
  restore(id: string, report: Report): Promise<void>;
  /** The ids of which there is anything, and whether all machines of the plan have theirs. Changes nothing. */
  list(): Promise<ReadonlyMap<string, { whole: boolean }>>;
  /** Removes a copy, or what there is of one. */
  remove(id: string): Promise<void>;
}

/**
 * Where machines come from. A provider makes, lists, starts, stops and destroys machines and says how SSH reaches each;
 * everything else happens over SSH and is the same for all providers. Made for one topology; names are the plan's.
 * Every method can be called again, also after a run that was killed half-way.
 */
export interface Provider {
  /** Whether the machines are ours alone. Where not, nothing that was on them is ended without the user's word. */
  readonly ownsMachines: boolean;
  /** State of each planned machine. Changes nothing. */
  list(): Promise<ReadonlyMap<string, MachineState>>;
  /**
   * Makes or starts one machine unless it runs, until its SSH port can be dialled. Calls for several run at once. `together`: the
   * machines that come up with it, where the provider starts many with one command; when absent all of the plan.
   */
  ensure(name: string, report: Report, together?: readonly string[]): Promise<Endpoint>;
  /** How SSH reaches a running machine; E_NO_MACHINES when it is not running. Changes nothing. */
  endpoint(name: string): Promise<Endpoint>;
  /** Where this computer reaches what a node publishes: an address, or undefined where only a tunnel leads there. Asks nobody. */
  addressHere(node: NodePlan): string | undefined;
  /** Stops every machine, or the named ones alone; disks stay. */
  stop(names?: readonly string[]): Promise<void>;
  /** Removes every machine and all that was made for them (networks, volumes, snapshots), but no cache. */
  destroy(): Promise<void>;
  /** Removes what was kept to make machines faster the next time, as far as no other cluster uses it. */
  removeCache?(): Promise<void>;
  /** Absent where machines are not ours to copy. */
  readonly snapshots?: MachineSnapshots;
}
