import { msgid, ngettext, t } from 'ttag';
import type { Lab } from '../../course/lab-format.ts';

type Kind = keyof Lab['makes'];

const phraseOf: Readonly<Record<Kind, (names: string, n: number) => string>> = {
  services: (names, n) => ngettext(msgid`the service ${names}`, `the services ${names}`, n),
  networks: (names, n) => ngettext(msgid`the network ${names}`, `the networks ${names}`, n),
  secrets: (names, n) => ngettext(msgid`the secret ${names}`, `the secrets ${names}`, n),
  configs: (names, n) => ngettext(msgid`the config ${names}`, `the configs ${names}`, n),
  volumes: (names, n) => ngettext(msgid`the volume ${names}`, `the volumes ${names}`, n),
  images: (names, n) => ngettext(msgid`the image ${names}`, `the images ${names}`, n),
  stacks: (names, n) => ngettext(msgid`the stack ${names}`, `the stacks ${names}`, n),
};

/** What a reset of a lab removes, in words. */
export function whatGoes({ id, makes }: Pick<Lab, 'id' | 'makes'>): string {
  const named = Object.entries(makes).flatMap(([kind, names]) =>
    names.length > 0 ? [phraseOf[kind as Kind](names.join(', '), names.length)] : [],
  );
  return [...named, t`whatever has the label swarmlab.lab=${id}`].join('; ');
}
