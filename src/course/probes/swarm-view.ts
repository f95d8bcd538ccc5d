import { t } from 'ttag';
import * as z from 'zod';
import { SwarmlabError } from '../../errors/index.ts';
import type { Evidence } from '../checks/check-type.ts';
import type { LabCluster, LabNode } from '../lab-cluster.ts';
import { shaped } from './engine-answers.ts';

// Source of both shapes: https://docs.docker.com/reference/api/engine/, GET /info and GET /nodes.

const info = z.object({
  Swarm: z
    .object({
      /** inactive, pending, active, error, locked */
      LocalNodeState: z.string().default('inactive'),
      NodeID: z.string().default(''),
      NodeAddr: z.string().default(''),
      ControlAvailable: z.boolean().default(false),
      Cluster: z.object({ DefaultAddrPool: z.array(z.string()).nullish() }).nullish(),
    })
    .prefault({}),
});

const member = z.object({
  ID: z.string(),
  Spec: z.object({ Role: z.string(), Availability: z.string() }),
  Description: z.object({ Hostname: z.string() }),
  Status: z.object({ State: z.string(), Addr: z.string().default('') }),
  ManagerStatus: z
    .object({ Leader: z.boolean().default(false), Reachability: z.string(), Addr: z.string() })
    .nullish(),
});

/** A node as the swarm's managers list it. */
export type Member = z.infer<typeof member>;

/** What a node's own engine says of its swarm; without `own`, why it could not be asked. */
export interface NodeView {
  name: string;
  /** Its address in the lab network. */
  address: string;
  own?: z.infer<typeof info>['Swarm'];
  reason?: string;
}

/**
 * The swarm as its nodes tell of it, also where there is none or another node leads it than planned: so every node's own engine
 * is asked, and the list of members comes from the first node that has a say.
 */
export interface SwarmView {
  nodes: readonly NodeView[];
  /** The node that was asked for the list; absent where none has a say. */
  manager?: NodeView;
  members: readonly Member[];
}

/** Observes the swarm. Throws where the manager that has a say does not tell its members. */
export async function observeSwarm({ nodes }: Pick<LabCluster, 'nodes'>): Promise<SwarmView> {
  const views = await Promise.all(nodes.map(viewOf));
  const at = views.findIndex(({ own }) => own?.ControlAvailable);
  const [node, manager] = [nodes[at], views[at]];
  if (!node || !manager) return { nodes: views, members: [] };
  const members = shaped('/nodes', await node.engine.get('/nodes'), z.array(member));
  return { nodes: views, manager, members };
}

async function viewOf({ name, address, engine }: LabNode): Promise<NodeView> {
  try {
    return { name, address, own: shaped('/info', await engine.get('/info'), info).Swarm };
  } catch (error) {
    if (error instanceof SwarmlabError && error.code !== 'E_INTERRUPTED')
      return { name, address, reason: error.message };
    throw error;
  }
}

/** The entry of a node: by its own id, or where it could not be asked, by its name. */
export function memberOf({ name, own }: NodeView, members: readonly Member[]): Member | undefined {
  if (own) return members.find(({ ID }) => ID === own.NodeID);
  return members.find(({ Description }) => Description.Hostname === name);
}

/** A sentence on the nodes that could not be asked; undefined where all could. */
export function unaskedNodes({ nodes }: SwarmView): string | undefined {
  const reasons = nodes.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  const list = reasons.join('; ');
  return reasons.length === 0 ? undefined : t`could not ask every node: ${list}`;
}

/** What a check says where no node has a say in a swarm. */
export function noSwarm(view: SwarmView) {
  const unasked = unaskedNodes(view);
  // The one that could not be asked may be the manager.
  if (unasked) return { outcome: 'unknown', message: unasked } as const;
  const within = view.nodes.filter(({ own }) => own && own.LocalNodeState !== 'inactive');
  if (within.length === 0) {
    const first = view.nodes[0]?.name;
    const message = t`${first} is in no swarm yet, and neither is another node; expected it to lead one`;
    return { outcome: 'fail', reason: 'no-swarm', message, settled: true } as const;
  }
  const who = within.map(({ name, own }) => `${name} (${own?.LocalNodeState})`).join(', ');
  const message = t`${who} in a swarm in which no node has a say; expected a manager that has`;
  return { outcome: 'fail', reason: 'no-say', message } as const;
}

/** What a judgement of a swarm rests on, for the record. */
export function swarmEvidence({ nodes, manager, members }: SwarmView): Evidence {
  return {
    asked: manager?.name,
    nodes: nodes.map(({ name, own, reason }) => ({
      name,
      state: own?.LocalNodeState ?? reason,
      address: own?.NodeAddr,
      control: own?.ControlAvailable,
    })),
    members: members.map(({ Description, Spec, Status, ManagerStatus }) => ({
      name: Description.Hostname,
      role: Spec.Role,
      availability: Spec.Availability,
      state: Status.State,
      address: Status.Addr,
      ...(ManagerStatus ? { leader: ManagerStatus.Leader, reachability: ManagerStatus.Reachability } : {}),
    })),
  };
}
