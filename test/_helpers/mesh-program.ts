import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The program that runs on nodes. */
export const meshScript = fileURLToPath(new URL('../../src/cluster/mesh/swarmlab-mesh.pl', import.meta.url));

/** A recording: what an engine answered, or what the program made of it. */
export function recording(name: string): string {
  return readFileSync(new URL(`../fixtures/mesh/${name}`, import.meta.url), 'utf8');
}

/** Runs the program here with a text on its stdin. */
export function meshProgram(
  input: string,
  ...args: string[]
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('perl', [meshScript, ...args], { input, encoding: 'utf8' });
}
