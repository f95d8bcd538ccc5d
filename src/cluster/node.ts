import type { NodePlan } from '../config/schema.ts';
import type { Endpoint, Remote } from '../transport/runner.ts';
import { type EngineApi, engineApi } from './engine-api.ts';
import type { Facts } from './facts.ts';

/** One machine of the plan, with its own way to run commands once it is connected, and its facts once they are gathered. */
export class ClusterNode {
  readonly plan: NodePlan;
  /** Set by the phases that push or configure the engine: one that runs has to be restarted for it. */
  engineChanged = false;
  #remote: Remote | undefined;
  #engine: EngineApi | undefined;
  #facts: Facts | undefined;
  #endpoint: Endpoint | undefined;

  constructor(plan: NodePlan) {
    this.plan = plan;
  }

  get name(): string {
    return this.plan.name;
  }

  get isManager(): boolean {
    return this.plan.role === 'manager';
  }

  /** Runs commands on the node. Only after `connected`. */
  get remote(): Remote {
    if (!this.#remote) throw new Error(`${this.name} is not connected yet`);
    return this.#remote;
  }

  /** The node's Engine API. Only after `connected`. */
  get engine(): EngineApi {
    if (!this.#engine) throw new Error(`${this.name} is not connected yet`);
    return this.#engine;
  }

  /** Only after `gathered`. */
  get facts(): Facts {
    if (!this.#facts) throw new Error(`${this.name} has no facts yet`);
    return this.#facts;
  }

  get isReached(): boolean {
    return this.#endpoint !== undefined;
  }

  get isConnected(): boolean {
    return this.#remote !== undefined;
  }

  get hasFacts(): boolean {
    return this.#facts !== undefined;
  }

  /** Where SSH reaches it. Only after `reachedAt`. */
  get endpoint(): Endpoint {
    if (!this.#endpoint) throw new Error(`${this.name} has no machine yet`);
    return this.#endpoint;
  }

  reachedAt(endpoint: Endpoint): void {
    this.#endpoint = endpoint;
  }

  connected(remote: Remote, engine = engineApi(remote)): void {
    this.close();
    this.#remote = remote;
    this.#engine = engine;
  }

  gathered(facts: Facts): void {
    this.#facts = facts;
  }

  close(): void {
    this.#engine?.close();
    this.#remote?.close();
    this.#engine = undefined;
    this.#remote = undefined;
  }
}
