import { t } from 'ttag';
import { parseNetwork } from '../../config/ipv4.ts';
import { planNodes } from '../../config/plan-nodes.ts';
import { publicBoxes } from '../../config/public-box.ts';
import { monitoringMemory, monitors } from '../../config/rules/memory.ts';
import { type Topology, topologySchema } from '../../config/schema.ts';
import { hasCode } from '../../errors/index.ts';
import type { DetectedProvider } from '../../provider/detect.ts';
import type { Verdict, Wizard } from '../wizard.ts';
import { type Answers, parseHost } from './answers.ts';

/** A lab as the wizard shows it. */
export interface LabChoice {
  id: string;
  title: string;
}

export interface Questions {
  wizard: Wizard;
  /** What Enter takes. */
  base: Topology;
  detected: readonly DetectedProvider[];
  labs: readonly LabChoice[];
}

const { shape } = topologySchema;

/** Asks everything that `given` leaves open. Throws E_INTERRUPTED on Ctrl-C. */
export async function askAnswers(given: Answers, questions: Questions): Promise<Answers> {
  const machines = { ...given, ...(await askMachines(given, questions)) };
  const placed = { ...machines, ...(await askNetwork(machines, questions)) };
  return { ...placed, ...(await askSizes(placed, questions)), ...(await askEngine(placed, questions)) };
}

async function askMachines(given: Answers, { wizard, base, detected }: Questions): Promise<Answers> {
  const provider =
    given.provider ??
    (await wizard.choose(
      t`Where do the machines come from?`,
      detected.map(({ name, reason }) => ({ value: name, short: name, name: `${name.padEnd(8)} ${reason}` })),
      base.provider,
    ));
  const cluster =
    given.cluster ?? (await wizard.ask(t`Name of the cluster:`, base.cluster, by(shape.cluster)));
  const nodes =
    given.hosts?.length ??
    given.nodes ??
    (await wizard.askNumber(t`How many nodes?`, base.nodes.length, { min: 1, max: 99 }));
  const names = (nodes === base.nodes.length ? base.nodes : planNodes({ count: nodes })).map(
    ({ name }) => name,
  );
  const managed = base.nodes.filter(({ role }) => role === 'manager');
  const managers =
    given.managers ??
    (await wizard.chooseSome(
      t`Which of them are managers? (an odd number: 1, 3 or 5)`,
      names.map((name, i) => ({
        value: name,
        name,
        checked: managed.some((node) => node.name === name) || (managed.length > 0 && i === 0),
      })),
      (chosen) => chosen.length > 0 || t`A swarm needs at least one manager.`,
    ));
  if (provider !== 'ssh') return { provider, cluster, nodes, managers };
  const key = given.key ?? (await wizard.ask(t`Private key that the machines let in:`, '~/.ssh/id_ed25519'));
  return { provider, cluster, nodes, managers, key, hosts: given.hosts ?? (await askHosts(wizard, names)) };
}

async function askHosts(wizard: Wizard, names: readonly string[]) {
  const hosts = [];
  for (const name of names)
    hosts.push(parseHost(await wizard.ask(`${name} (user@host:port):`, '', byThrowing(parseHost))));
  return hosts;
}

async function askNetwork(given: Answers, { wizard, base }: Questions): Promise<Answers> {
  const own = given.provider === 'ssh';
  const subnet =
    given.subnet ??
    (await wizard.ask(
      own ? t`Network in which the machines reach each other:` : t`Lab network:`,
      base.network.subnet,
      (text) => parseNetwork(text) !== undefined || t`Give an IPv4 network as in 172.17.8.0/24.`,
    ));
  if (given.addresses || given.firstAddress) return { subnet };
  const plan = (firstAddress?: string) =>
    planNodes({ count: given.nodes ?? 1, subnet, ...(firstAddress ? { firstAddress } : {}) });
  const kept = subnet === base.network.subnet ? base.nodes[0]?.address : undefined;
  const preset = kept ?? planNodes({ count: 1, subnet })[0]?.address ?? '';
  if (!own) {
    return {
      subnet,
      firstAddress: await wizard.ask(
        t`Address of the first node (the others follow):`,
        preset,
        byThrowing(plan),
      ),
    };
  }
  const addresses = [];
  const one = byThrowing((address) => planNodes({ count: 1, subnet, firstAddress: address }));
  for (const { host } of given.hosts ?? []) {
    addresses.push(
      await wizard.ask(t`Address of ${host} in ${subnet}:`, one(host) === true ? host : '', one),
    );
  }
  return { subnet, addresses };
}

/** Labs come first: one of them wants a larger machine. A size that Enter took is left out, so that nodes keep their own. */
async function askSizes(given: Answers, { wizard, base, labs }: Questions): Promise<Answers> {
  const chosen =
    given.labs ??
    (await wizard.chooseSome(
      t`Labs whose images are loaded onto every node:`,
      labs.map(({ id, title }) => ({
        value: id,
        short: id,
        name: monitors([id])
          ? `${id}  ${t`${title} (makes managers ${monitoringMemory} MiB)`}`
          : `${id}  ${title}`,
        checked: base.labs.includes(id),
      })),
    ));
  if (given.provider === 'ssh') return { labs: chosen };
  const [first] = base.nodes;
  const answers: Answers = { labs: chosen };
  const sizes = [
    ['cpus', t`CPUs of each node:`, first?.cpus ?? 1, { min: 1, max: 64 }],
    ['memory', t`Memory of each node, in MiB:`, first?.memory ?? 1024, { min: 512, max: 1_048_576 }],
  ] as const;
  for (const [key, message, preset, bounds] of sizes) {
    const size = given[key] ?? (await wizard.askNumber(message, preset, bounds));
    if (size !== preset || given[key] !== undefined) answers[key] = size;
  }
  return answers;
}

function sources() {
  return [
    ['auto', t`the official archive where it can be downloaded, else from Debian packages`],
    ['docker', t`Docker's official archive`],
    ['debian', t`Debian's packages`],
    ['file', t`a bundle that you have`],
    ['preinstalled', t`the machines have it already`],
  ] as const;
}

async function askEngine(given: Answers, { wizard, base }: Questions): Promise<Answers> {
  const answers: Answers = {};
  if (given.provider === 'vagrant' && given.box === undefined) {
    answers.box = await wizard.ask(boxQuestion(base.vagrant.box), base.vagrant.box, filled);
  }
  const source =
    given.engineSource ??
    (await wizard.choose(
      t`Where does Docker Engine come from?`,
      sources().map(([value, what]) => ({ value, short: value, name: `${value.padEnd(12)} ${what}` })),
      base.engine.source,
    ));
  const pinned = (source === 'docker' || source === 'debian') && given.engineVersion === undefined;
  const version = pinned
    ? await wizard.ask(t`Version (Enter: the pinned one):`, base.engine.version ?? '')
    : '';
  const file = source === 'file' && given.engineFile === undefined;
  if (file) answers.engineFile = await wizard.ask(t`Path of the bundle:`, base.engine.file ?? '', filled);
  return { ...answers, engineSource: source, ...(version ? { engineVersion: version } : {}) };
}

function boxQuestion(preset: string): string {
  const box = publicBoxes.find(({ name }) => name === preset);
  return box ? t`Box (Debian 13, as the docker provider has it; this one is for ${box.serves}):` : t`Box:`;
}

function filled(text: string): Verdict {
  return text !== '' || t`Give a value.`;
}

function by(schema: { safeParse(value: unknown): { error?: { issues: readonly { message: string }[] } } }) {
  return (text: string): Verdict => schema.safeParse(text).error?.issues[0]?.message ?? true;
}

function byThrowing(attempt: (text: string) => unknown) {
  return (text: string): Verdict => {
    try {
      attempt(text);
      return true;
    } catch (error) {
      if (!hasCode(error, 'E_USAGE')) throw error;
      return `${error.message}: ${error.fix}`;
    }
  };
}
