import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { findLab } from '../../src/course/catalogue.ts';
import { labsFolder } from '../../src/course/lab-folders.ts';
import type { Lab } from '../../src/course/lab-format.ts';
import { here, readSolution, type Section } from './solution.ts';

/** The labs that have a recorded demo, in the order of the course. */
export const demoLabs = [
  '00-cluster',
  '01-whoami',
  '02-scale-and-update',
  '03-counter',
  '04-secrets',
  '05-traefik',
  '06-monitoring',
  '07-self-healing-and-logs',
  '10-stacks-and-configs',
] as const;

/** Labs that are about an image which cannot be had everywhere: recorded where it can, else there is no demo of them. */
export const needsImage: Readonly<Record<string, string>> = { '05-traefik': 'localhost/traefik:3.6' };

/** Where casts are. */
export const demosFolder = path.resolve(import.meta.dirname, '../demos');

/** What the demo of a lab shows. */
export async function demoOf(
  id: string,
): Promise<{ lab: Lab; title: string; sections: Section[]; looks: { at: string; command: string }[] }> {
  const lab = await findLab(id);
  const sections = readSolution(await readFile(path.join(labsFolder, lab.id, 'solution.sh'), 'utf8'));
  const services = lab.makes.services.length + lab.makes.stacks.length > 0;
  return {
    lab,
    title: `Lab ${lab.id.slice(0, 2)}: ${lab.title.en}`,
    sections,
    looks: [
      { at: 'core-01', command: services ? 'docker service ls' : 'docker node ls' },
      { at: here, command: `swarmlab lab check ${lab.id.slice(0, 2)}` },
    ],
  };
}
