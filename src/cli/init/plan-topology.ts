import { t } from 'ttag';
import { planNodes } from '../../config/plan-nodes.ts';
import { monitoringMemory, monitors } from '../../config/rules/memory.ts';
import type { NodePlan, Topology } from '../../config/schema.ts';
import { SwarmlabError } from '../../errors/index.ts';
import type { Answers } from './answers.ts';

/**
 * The topology that `base` becomes with these answers. What is not answered stays as it is in `base`, also what somebody
 * wrote for one node alone. Throws E_USAGE when answers do not go together. The rest of what can be wrong with them is
 * for schema and rules to judge.
 */
export function planTopology(base: Topology, answers: Answers): Topology {
  const { provider = base.provider, labs = base.labs } = answers;
  const nodes = withSsh(
    provider,
    withAddresses(sized(placed(base, answers), answers, labs), answers),
    answers,
  );
  const { engineSource: source = base.engine.source, engineVersion, engineFile } = answers;
  const sameSource = source === base.engine.source;
  const version = engineVersion ?? (sameSource ? base.engine.version : undefined);
  const file = engineFile ?? (sameSource ? base.engine.file : undefined);
  const hypervisor = answers.hypervisor ?? base.vagrant.provider;
  return {
    ...base,
    provider,
    cluster: answers.cluster ?? base.cluster,
    network: {
      ...base.network,
      subnet: answers.subnet ?? base.network.subnet,
      overlayPool: answers.overlayPool ?? base.network.overlayPool,
    },
    nodes,
    engine: { source, ...(version ? { version } : {}), ...(file ? { file } : {}) },
    labs: [...labs],
    vagrant: { box: answers.box ?? base.vagrant.box, ...(hypervisor ? { provider: hypervisor } : {}) },
  };
}

/** Who there is, at which address, in which role. */
function placed(base: Topology, answers: Answers): NodePlan[] {
  const count = answers.hosts?.length ?? answers.nodes ?? base.nodes.length;
  if (answers.hosts && answers.nodes !== undefined && answers.nodes !== count)
    throw disagree(t`--hosts names ${count} machines and --nodes says ${answers.nodes}`);
  const { subnet = base.network.subnet, firstAddress, managers } = answers;
  const [first] = base.nodes;
  const moved = subnet !== base.network.subnet || (firstAddress ?? first?.address) !== first?.address;
  const nodes =
    count === base.nodes.length && !moved
      ? base.nodes
      : planNodes({
          count,
          managers: Math.min(count, base.nodes.filter(isManager).length),
          subnet,
          cpus: first?.cpus ?? 1,
          memory: first?.memory ?? 1024,
          ...(firstAddress
            ? { firstAddress }
            : subnet === base.network.subnet && first
              ? { firstAddress: first.address }
              : {}),
        });
  if (managers === undefined) return nodes;
  const chosen = typeof managers === 'number' ? nodes.slice(0, managers).map(nameOf) : managers;
  const unknown = chosen.find((name) => !nodes.some((node) => node.name === name));
  if (unknown !== undefined) {
    const all = nodes.map(nameOf).join(', ');
    throw disagree(t`--managers names ${unknown}, and the nodes are ${all}`);
  }
  if (typeof managers === 'number' && managers > count)
    throw disagree(t`--managers says ${managers}, and there are ${count} nodes`);
  return nodes.map((node) => ({ ...node, role: chosen.includes(node.name) ? 'manager' : 'worker' }));
}

/** How large each is. The monitoring lab's manager is made large enough unless a size was given. */
function sized(nodes: readonly NodePlan[], { cpus, memory }: Answers, labs: readonly string[]): NodePlan[] {
  const least = (node: NodePlan) => (isManager(node) && monitors(labs) ? monitoringMemory : 0);
  return nodes.map((node) => ({
    ...node,
    cpus: cpus ?? node.cpus,
    memory: memory ?? Math.max(node.memory, least(node)),
  }));
}

function withAddresses(nodes: readonly NodePlan[], { addresses }: Answers): NodePlan[] {
  if (!addresses) return [...nodes];
  if (addresses.length !== nodes.length)
    throw disagree(t`--addresses has ${addresses.length} addresses, and there are ${nodes.length} nodes`);
  return nodes.map((node, i) => ({ ...node, address: addresses[i] ?? node.address }));
}

/** Provider ssh alone knows how to reach a node; the others have no use for it. */
function withSsh(
  provider: Topology['provider'],
  nodes: readonly NodePlan[],
  { hosts, key }: Answers,
): NodePlan[] {
  return nodes.map(({ ssh: before, ...node }, i) => {
    if (provider !== 'ssh') return node;
    const host = hosts?.[i];
    const ssh = host ? { ...host, key: key ?? before?.key } : before && { ...before, key: key ?? before.key };
    if (!ssh?.key)
      throw new SwarmlabError(
        'E_USAGE',
        t`provider ssh needs to know your machines and the key that they let in`,
        {
          fix: t`Pass --hosts user@host,user@host,... and --key FILE.`,
        },
      );
    return { ...node, ssh: { ...ssh, key: ssh.key } };
  });
}

function isManager({ role }: NodePlan): boolean {
  return role === 'manager';
}

function nameOf({ name }: NodePlan): string {
  return name;
}

function disagree(what: string): SwarmlabError {
  return new SwarmlabError('E_USAGE', what, { fix: t`Give flags that agree with each other.` });
}
