import pTimeout from 'p-timeout';
import { t } from 'ttag';
import type { ClusterNode } from '../cluster/node.ts';
import { hasCode, SwarmlabError } from '../errors/index.ts';
import type { LabNode } from './lab-cluster.ts';

/** How a node is reached. Times in milliseconds. */
export interface LinkOptions {
  /** Connects the node; throws a SwarmlabError with its name where that fails. */
  connect(node: ClusterNode): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Until a question to the node's engine counts as not answered. */
  patience: () => number;
}

/** Milliseconds after a failed try to connect in which no other is made: its reason is given again. */
const pause = 2_000;

/**
 * A node that checks can ask whatever becomes of it: connected when it is first needed, and anew after it was lost. While it
 * is away, questions to it fail with its name, soon.
 */
export class NodeLink implements LabNode {
  readonly name: string;
  readonly address: string;
  readonly remote: LabNode['remote'] = {
    dial: (host, port) => this.#use((node) => node.remote.dial(host, port)),
    run: (command) => this.#use((node) => node.remote.run(command)),
  };
  readonly engine: LabNode['engine'] = shared((path) => this.#use((node) => this.#answered(node, path)));
  readonly #node: ClusterNode;
  readonly #options: LinkOptions;
  readonly #owed = new Set<{ since: number }>();
  #connecting: Promise<void> | undefined;
  #connected = false;
  /** Counts the connections that were given up. */
  #connection = 0;
  #failed: { at: number; error: unknown } | undefined;

  constructor(node: ClusterNode, options: LinkOptions) {
    this.name = node.name;
    this.address = node.plan.address;
    this.#node = node;
    this.#options = options;
  }

  /** Whether it owes an answer for longer than `ms`. */
  owes(ms: number): boolean {
    return [...this.#owed].some(({ since }) => this.#options.now() - since > ms);
  }

  /** Connects unless it is; rejects with the reason why it cannot. */
  async connected(): Promise<void> {
    if (this.#connected) return;
    if (this.#failed && this.#options.now() - this.#failed.at < pause) throw this.#failed.error;
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    await this.#connecting;
  }

  async #connect(): Promise<void> {
    try {
      await this.#options.connect(this.#node);
      this.#connected = true;
      this.#failed = undefined;
    } catch (error) {
      this.#failed = { at: this.#options.now(), error };
      throw error;
    }
  }

  async #use<T>(work: (node: ClusterNode) => Promise<T>): Promise<T> {
    const owed = { since: this.#options.now() };
    this.#owed.add(owed);
    let connection = this.#connection;
    try {
      await this.connected();
      connection = this.#connection;
      return await work(this.#node);
    } catch (error) {
      const isCurrent = connection === this.#connection;
      if (isCurrent && hasCode(error, 'E_SSH_LOST', 'E_SSH_UNREACHABLE', 'E_TIMEOUT')) this.#lost();
      // Whoever was in the middle of a question when the connection was given up was not answered either.
      if (!isCurrent && !(error instanceof SwarmlabError) && !(error instanceof TypeError))
        throw gone(this.name, error);
      throw error;
    } finally {
      this.#owed.delete(owed);
    }
  }

  /** The machine may come back at another port, so the next question begins with finding it. */
  #lost(): void {
    if (!this.#connected) return;
    this.#connected = false;
    this.#connection += 1;
    this.#node.close();
  }

  #answered(node: ClusterNode, path: string): Promise<unknown> {
    const ms = this.#options.patience();
    return pTimeout(node.engine.get(path), { milliseconds: ms, message: silent(this.name, path, ms) });
  }
}

/** Checks that ask the same at the same moment share the answer. */
function shared(get: (path: string) => Promise<unknown>): LabNode['engine'] {
  const asked = new Map<string, Promise<unknown>>();
  return {
    get(path) {
      const answer = asked.get(path) ?? get(path).finally(() => asked.delete(path));
      asked.set(path, answer);
      return answer;
    },
  };
}

function silent(node: string, path: string, ms: number): SwarmlabError {
  const seconds = Math.ceil(ms / 1000);
  const question = path.split('?')[0];
  return new SwarmlabError(
    'E_TIMEOUT',
    t`${node}: Docker Engine did not answer ${question} in ${seconds} s`,
    { fix: t`See with \`swarmlab status\` how ${node} is.`, node },
  );
}

function gone(node: string, cause: unknown): SwarmlabError {
  return new SwarmlabError('E_SSH_LOST', t`${node}: the connection was lost`, {
    fix: t`See with \`swarmlab status\` how ${node} is.`,
    node,
    cause,
  });
}
