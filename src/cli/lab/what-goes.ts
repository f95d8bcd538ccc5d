import { t } from 'ttag';
import type { Lab } from '../../course/lab-format.ts';
import { thingPhrase } from '../../course/thing-phrase.ts';

type Kind = Exclude<keyof Lab['makes'], 'roles'>;

const kinds = {
  services: 'service',
  networks: 'network',
  secrets: 'secret',
  configs: 'config',
  volumes: 'volume',
  images: 'image',
  stacks: 'stack',
  nodeLabels: 'nodeLabel',
} as const satisfies Record<Kind, string>;

/** What a reset of a lab removes, in words. */
export function whatGoes({ id, makes, scene }: Pick<Lab, 'id' | 'makes' | 'scene'>): string {
  const { roles, ...things } = makes;
  const named = Object.entries(things).flatMap(([kind, names]) =>
    names.length > 0 ? [thingPhrase(kinds[kind as Kind], names)] : [],
  );
  const given = roles ? [t`other roles and availabilities of nodes than swarmlab.yaml has`] : [];
  const amiss = scene ? [t`what is amiss on the nodes`] : [];
  return [...named, ...given, ...amiss, t`whatever has the label swarmlab.lab=${id}`].join('; ');
}
