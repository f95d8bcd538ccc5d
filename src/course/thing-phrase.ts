import { msgid, ngettext } from 'ttag';

const phrases = {
  service: (names: string, n: number) => ngettext(msgid`the service ${names}`, `the services ${names}`, n),
  network: (names: string, n: number) => ngettext(msgid`the network ${names}`, `the networks ${names}`, n),
  secret: (names: string, n: number) => ngettext(msgid`the secret ${names}`, `the secrets ${names}`, n),
  config: (names: string, n: number) => ngettext(msgid`the config ${names}`, `the configs ${names}`, n),
  volume: (names: string, n: number) => ngettext(msgid`the volume ${names}`, `the volumes ${names}`, n),
  image: (names: string, n: number) => ngettext(msgid`the image ${names}`, `the images ${names}`, n),
  stack: (names: string, n: number) => ngettext(msgid`the stack ${names}`, `the stacks ${names}`, n),
  nodeLabel: (names: string, n: number) =>
    ngettext(msgid`the node label ${names}`, `the node labels ${names}`, n),
  container: (names: string, n: number) =>
    ngettext(msgid`the container ${names}`, `the containers ${names}`, n),
};

/** Things of one kind, as in `the service web` and `the services web, api`. */
export function thingPhrase(kind: keyof typeof phrases, names: readonly string[]): string {
  return phrases[kind](names.join(', '), names.length);
}
