import type { Lab } from '../../course/lab-format.ts';

/** What a reset of a lab removes, in words. */
export function whatGoes({ id, makes }: Pick<Lab, 'id' | 'makes'>): string {
  const named = Object.entries(makes).flatMap(([kind, names]) =>
    names.length > 0 ? [`the ${names.length > 1 ? kind : kind.replace(/s$/, '')} ${names.join(', ')}`] : [],
  );
  return [...named, `whatever has the label swarmlab.lab=${id}`].join('; ');
}
