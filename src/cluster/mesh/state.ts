import type { Remote } from '../../transport/runner.ts';
import { meshProgram } from './install.ts';

/** Whether the mesh fallback works on a node; `absent`: it was never put there. Changes nothing. */
export type MeshState = 'running' | 'stopped' | 'absent';

/** Asks a node for the state of its mesh fallback. */
export async function meshState(remote: Remote): Promise<MeshState> {
  const { exitCode, stdout } = await remote.run({
    argv: [meshProgram, 'status'],
    root: true,
    timeout: 15_000,
  });
  if (exitCode === 0 && stdout.startsWith('running')) return 'running';
  return exitCode === 0 ? 'stopped' : 'absent';
}
