import { type Deferred, deferred } from './deferred.ts';
import type { ClusterNode } from './node.ts';
import type { JoinTokens } from './swarm.ts';
import { WaitedInVain } from './waited-in-vain.ts';

/** An open swarm: the manager that joining nodes dial and ask. */
export interface OpenSwarm {
  manager: ClusterNode;
  tokens: JoinTokens;
}

/**
 * Where nodes meet while the swarm forms. Each node goes its own way until it needs another: managers wait for each other's
 * facts (is there a swarm already, and where?), joining nodes for the manager that opens the swarm.
 */
export class Formation {
  readonly #ready = new Map<string, Deferred<ClusterNode>>();
  readonly #open = deferred<OpenSwarm>();
  readonly #managers: readonly string[];

  /** Whether a swarm is formed at all; otherwise nobody arrives, and nobody is to wait. */
  readonly forms: boolean;

  constructor(nodes: readonly ClusterNode[], forms = true) {
    this.forms = forms;
    this.#managers = nodes.filter((node) => node.isManager).map((node) => node.name);
    for (const name of this.#managers) this.#ready.set(name, deferred());
  }

  /** This node has an engine and its swarm facts are known. */
  arrived(node: ClusterNode): void {
    this.#ready.get(node.name)?.resolve(node);
  }

  /** The manager that holds or shall open the swarm: the first that is in one with a say, else the first of the plan. */
  async opener(): Promise<ClusterNode> {
    const managers = await Promise.all(
      this.#managers.map((name) => this.#ready.get(name)?.promise as Promise<ClusterNode>),
    );
    return managers.find((node) => node.facts.engine?.control) ?? (managers[0] as ClusterNode);
  }

  opened(swarm: OpenSwarm): void {
    this.#open.resolve(swarm);
  }

  /** The open swarm, as soon as there is one. */
  open(): Promise<OpenSwarm> {
    return this.#open.promise;
  }

  /** A node came to its end without getting there: those who wait for it wait in vain. */
  nodeFailed(name: string, cause: unknown): void {
    if (!this.#ready.has(name)) return;
    const error = cause instanceof WaitedInVain ? cause : new WaitedInVain(name, cause);
    this.#ready.get(name)?.reject(error);
    this.#open.reject(error);
  }
}
