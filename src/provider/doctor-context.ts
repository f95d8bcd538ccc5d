import type { Topology } from '../config/schema.ts';
import type { Runner } from '../transport/runner.ts';
import type { Computer } from './computer.ts';
import type { MachineState } from './provider.ts';

/** What rows are made from. Folders are absolute. */
export interface DoctorContext {
  topology: Topology;
  /** The folder of swarmlab.yaml, or where it would be. */
  folder: string;
  cacheFolder: string;
  runner: Runner;
  env: NodeJS.ProcessEnv;
  computer: Computer;
  /** What the planned machines are doing; those that are not in it were never made. */
  states(): Promise<ReadonlyMap<string, MachineState>>;
}

/** The planned nodes whose machine is not there at all, and those whose machine does not run. */
export async function waitingNodes({
  topology,
  states,
}: Pick<DoctorContext, 'topology' | 'states'>): Promise<Record<'unmade' | 'off', Topology['nodes']>> {
  const seen = await states();
  const state = (name: string) => seen.get(name) ?? 'missing';
  return {
    unmade: topology.nodes.filter(({ name }) => state(name) === 'missing'),
    off: topology.nodes.filter(({ name }) => state(name) !== 'running'),
  };
}
