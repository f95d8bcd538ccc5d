import { isIP } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { t } from 'ttag';
import type { NodePlan, Topology } from '../../config/schema.ts';
import { SwarmlabError } from '../../errors/index.ts';
import type { Endpoint } from '../../transport/runner.ts';
import type { Provider } from '../provider.ts';
import { type Dial, tcpDial } from './dial.ts';

export interface SshContext {
  topology: Topology;
  /** The folder of swarmlab.yaml, absolute: where key paths start. */
  folder: string;
  /** Records the host key that swarmlab.yaml gives for a machine. */
  plantHostKey(name: string, keyLine: string): Promise<void>;
  dial?: Dial;
}

/**
 * Machines that exist already. They are only reached: this provider makes none, and `stop` and `destroy` leave them
 * alone, with all that is on them. A machine counts as running when its SSH port answers.
 */
export function sshProvider({ topology, folder, plantHostKey, dial = tcpDial() }: SshContext): Provider {
  const hosts = new Map(topology.nodes.map((node) => [node.name, sshOf(node)]));

  const endpoint = async (name: string): Promise<Endpoint> => {
    const ssh = hosts.get(name);
    if (!ssh)
      throw new SwarmlabError('E_UNKNOWN_NODE', t`there is no node ${name}`, {
        fix: t`Name one of swarmlab.yaml.`,
      });
    if (ssh.hostKey) await plantHostKey(name, ssh.hostKey);
    const { host, port, user, key } = ssh;
    return { host, port, user, keyFile: path.resolve(folder, key.replace(/^~(?=[/\\]|$)/, homedir())) };
  };

  return {
    ownsMachines: false,
    async list() {
      const states = [...hosts].map(async ([name, { host, port }]) => {
        const refusal = await dial(host, port);
        return [name, refusal === undefined ? 'running' : 'stopped'] as const;
      });
      return new Map(await Promise.all(states));
    },
    async ensure(name, report) {
      const reached = await endpoint(name);
      const where = `${reached.host}:${reached.port}`;
      report(t`dialling ${where}`);
      const refusal = await dial(reached.host, reached.port);
      if (refusal === undefined) return reached;
      throw new SwarmlabError('E_SSH_UNREACHABLE', t`${name}: SSH does not answer at ${where}: ${refusal}`, {
        fix: t`Start the machine and its sshd, or correct ssh.host and ssh.port of ${name} in swarmlab.yaml.`,
        node: name,
      });
    },
    endpoint,
    // A hosts file takes addresses alone.
    addressHere: ({ ssh, address }) => (ssh && isIP(ssh.host) ? ssh.host : address),
    async stop() {},
    async destroy() {},
  };
}

function sshOf({ name, ssh }: NodePlan): NonNullable<NodePlan['ssh']> {
  if (ssh) return ssh;
  throw new SwarmlabError('E_CONFIG', t`${name}: swarmlab.yaml does not say how SSH reaches it`, {
    fix: t`Add an ssh block to ${name}: host, user and key.`,
    node: name,
  });
}
