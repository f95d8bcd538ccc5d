import { t } from 'ttag';
import type { Lab } from '../../course/lab-format.ts';
import { thingPhrase } from '../../course/thing-phrase.ts';

const kinds = {
  services: 'service',
  networks: 'network',
  secrets: 'secret',
  configs: 'config',
  volumes: 'volume',
  images: 'image',
  stacks: 'stack',
} as const satisfies Record<keyof Lab['makes'], string>;

/** What a reset of a lab removes, in words. */
export function whatGoes({ id, makes }: Pick<Lab, 'id' | 'makes'>): string {
  const named = Object.entries(makes).flatMap(([kind, names]) =>
    names.length > 0 ? [thingPhrase(kinds[kind as keyof Lab['makes']], names)] : [],
  );
  return [...named, t`whatever has the label swarmlab.lab=${id}`].join('; ');
}
