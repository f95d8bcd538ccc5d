import { t } from 'ttag';
import { nearest } from '../../config/nearest.ts';
import { type NodePlan, type Topology, topologySchema } from '../../config/schema.ts';
import { printable } from '../../config/show.ts';
import { SwarmlabError } from '../../errors/index.ts';
import { wholeNumber } from '../whole-number.ts';
import type { InitFlags } from './init-flags.ts';

/** How SSH reaches a machine that exists already. */
export type HostAnswer = Pick<NonNullable<NodePlan['ssh']>, 'host' | 'port' | 'user'>;

/** What `init` needs to know, whether it was given as flags or is asked; what is absent is still open. */
export interface Answers {
  provider?: Topology['provider'];
  cluster?: string;
  nodes?: number;
  /** Names, or how many of the first nodes. */
  managers?: readonly string[] | number;
  subnet?: string;
  /** Of the first node; the others follow it. */
  firstAddress?: string;
  /** Of every node; instead of `firstAddress`. */
  addresses?: readonly string[];
  cpus?: number;
  /** MiB of each node. */
  memory?: number;
  box?: string;
  hypervisor?: NonNullable<Topology['vagrant']['provider']>;
  /** Provider ssh: one for each node. */
  hosts?: readonly HostAnswer[];
  /** Provider ssh: path of the private key, relative to swarmlab.yaml. */
  key?: string;
  engineSource?: Topology['engine']['source'];
  engineVersion?: string;
  engineFile?: string;
  labs?: readonly string[];
  overlayPool?: string;
}

const { shape } = topologySchema;
const hypervisors = shape.vagrant.unwrap().shape.provider.unwrap().options;
const engineSources = shape.engine.unwrap().shape.source.unwrap().options;

/** The answers that flags give. Throws E_USAGE naming the flag and the value; whether they go together is judged later. */
export function answersFrom(flags: InitFlags): Answers {
  const { cluster, subnet, firstAddress, box, key, engineVersion, engineFile, overlayPool } = flags;
  const answers: { [K in keyof Answers]: Answers[K] | undefined } = {
    provider: read(flags.provider, oneOf('--provider', shape.provider.options)),
    nodes: read(flags.nodes, whole('--nodes', 1, 99)),
    managers: read(flags.managers, (text) =>
      /^\s*-?\d+\s*$/.test(text) ? whole('--managers', 1, 99)(text) : list('--managers')(text),
    ),
    addresses: read(flags.addresses, list('--addresses')),
    cpus: read(flags.cpus, whole('--cpus', 1, 64)),
    memory: read(flags.memory, whole('--memory', 512, 1_048_576)),
    hypervisor: read(flags.hypervisor, oneOf('--hypervisor', hypervisors)),
    hosts: read(flags.hosts, list('--hosts'))?.map(parseHost),
    engineSource: read(flags.engineSource, oneOf('--engine-source', engineSources)),
    labs: flags.labs === '' ? [] : read(flags.labs, list('--labs')),
    cluster,
    subnet,
    firstAddress,
    box,
    key,
    engineVersion,
    engineFile,
    overlayPool,
  };
  return Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined));
}

/** `user@host:port`, of which user and port may be left out. Throws E_USAGE. */
export function parseHost(text: string): HostAnswer {
  const [, user = 'root', bracketed, plain, port = '22'] =
    /^(?:([^@\s]+)@)?(?:\[([^\]\s]+)\]|([^@:[\]\s]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host && Number(port) >= 1 && Number(port) <= 65_535) return { host, port: Number(port), user };
  const said = printable(text);
  throw new SwarmlabError('E_USAGE', t`--hosts: "${said}" is not a host as in user@203.0.113.10:22`, {
    fix: t`Give user@host:port for each node, with commas between; user is root and port 22 where left out.`,
  });
}

function read<T>(text: string | undefined, parse: (text: string) => T): T | undefined {
  return text === undefined ? undefined : parse(text);
}

function whole(flag: string, least: number, most: number) {
  const number = Math.max(least, 2);
  const example = t`swarmlab init ${flag} ${number}`;
  return (text: string) => wholeNumber(flag, text.trim(), { least, most, example });
}

function list(flag: string) {
  return (text: string): string[] => {
    const items = text.split(',').map((item) => item.trim());
    if (items.every((item) => item !== '')) return items;
    const said = printable(text);
    throw new SwarmlabError('E_USAGE', t`${flag}: "${said}" has an empty item`, {
      fix: t`Give the items with single commas between, as in ${flag} a,b,c.`,
    });
  };
}

function oneOf<T extends string>(flag: string, choices: readonly T[]) {
  return (text: string): T => {
    const found = choices.find((choice) => choice === text);
    if (found) return found;
    const meant = nearest(text, choices);
    const said = printable(text);
    const all = choices.join(', ');
    const first = choices[0];
    throw new SwarmlabError('E_USAGE', t`${flag}: "${said}" is none of ${all}`, {
      fix: meant ? t`Did you mean ${flag} ${meant}?` : t`Give one of them, as in ${flag} ${first}.`,
    });
  };
}
