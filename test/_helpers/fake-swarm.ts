import type { EngineFacts } from '../../src/cluster/facts.ts';
import type { SwarmNode } from '../../src/cluster/swarm.ts';
import { FakeEngine } from './fake-engine.ts';

/** Engines and the swarm they form, as far as forming one goes: enough of Docker's rules to notice a wrong step. */
export class FakeSwarm {
  readonly members: SwarmNode[] = [];
  readonly #facts = new Map<string, EngineFacts>();
  /** Machines whose engine has the network that it makes when it enters a swarm. */
  readonly gateways = new Set<string>();
  #ids = 0;

  /** The engine of a machine; in no swarm unless `facts` say otherwise. */
  engine(hostname: string, facts: Partial<EngineFacts> = {}): FakeEngine {
    const alone = { version: '26.1.5', swarm: 'inactive', nodeId: '', nodeAddress: '', control: false };
    this.#facts.set(hostname, { ...alone, ...facts });
    if (facts.swarm === 'active') this.gateways.add(hostname);
    const state = () => this.#facts.get(hostname) as EngineFacts;
    return new FakeEngine()
      .on('GET /info', () => {
        const { version, swarm, nodeId, nodeAddress, control } = state();
        const Swarm = {
          LocalNodeState: swarm,
          NodeID: nodeId,
          NodeAddr: nodeAddress,
          ControlAvailable: control,
        };
        return { ServerVersion: version, Swarm };
      })
      .on('GET /nodes', () => {
        if (!state().control) throw new Error('This node is not a swarm manager.');
        return structuredClone(this.members);
      })
      .on('GET /swarm', () => ({ JoinTokens: { Manager: 'SWMTKN-1-manager', Worker: 'SWMTKN-1-worker' } }))
      .on('POST /swarm/init', (body) => this.#enter(hostname, 'manager', (body as Advertised).AdvertiseAddr))
      .on('POST /swarm/join', (body) => {
        const { JoinToken, AdvertiseAddr } = body as Advertised & { JoinToken: string };
        this.#enter(hostname, JoinToken === 'SWMTKN-1-manager' ? 'manager' : 'worker', AdvertiseAddr);
      })
      .on('GET /networks', () =>
        ['bridge', ...(this.gateways.has(hostname) ? ['docker_gwbridge'] : [])].map((Name) => ({ Name })),
      )
      .on('DELETE /networks/docker_gwbridge', () => this.gateways.delete(hostname))
      .on('POST /swarm/leave?force=true', () => {
        const left = this.members.find((member) => member.ID === state().nodeId);
        if (left) left.Status.State = 'down';
        this.#facts.set(hostname, { ...state(), ...alone });
      });
  }

  /** Adds an entry to the node list; returns its id. */
  member(
    hostname: string,
    role: 'manager' | 'worker',
    state: SwarmNode['Status']['State'] = 'ready',
  ): string {
    this.#ids += 1;
    const ID = `id-${this.#ids}`;
    this.members.push({
      ID,
      Version: { Index: 7 },
      Spec: { Role: role, Availability: 'active' },
      Description: { Hostname: hostname, Engine: { EngineVersion: '26.1.5' } },
      Status: { State: state },
      ...(role === 'manager' ? { ManagerStatus: { Reachability: 'reachable', Addr: '' } } : {}),
    });
    return ID;
  }

  /** Changes a member's role, under Docker's rule: whoever stays must be a quorum. Answers `POST /nodes/ID/update`. */
  setRole(id: string, role: 'manager' | 'worker'): void {
    const managers = this.members.filter(({ Spec }) => Spec.Role === 'manager');
    const staying = managers.filter(({ ID }) => ID !== id);
    const reachable = staying.filter(({ ManagerStatus }) => ManagerStatus?.Reachability === 'reachable');
    if (role === 'worker' && reachable.length < Math.floor(staying.length / 2) + 1)
      throw new Error("can't remove member from the raft: this would result in a loss of quorum");
    const member = this.members.find(({ ID }) => ID === id);
    if (member) member.Spec.Role = role;
    if (role === 'worker') delete member?.ManagerStatus;
    for (const [name, facts] of this.#facts)
      if (facts.nodeId === id) this.#facts.set(name, { ...facts, control: role === 'manager' });
  }

  #enter(hostname: string, role: 'manager' | 'worker', address: string): void {
    const before = this.#facts.get(hostname) as EngineFacts;
    if (before.swarm !== 'inactive') throw new Error('This node is already part of a swarm.');
    const nodeId = this.member(hostname, role);
    const control = role === 'manager';
    this.gateways.add(hostname);
    this.#facts.set(hostname, { ...before, swarm: 'active', nodeId, nodeAddress: address, control });
  }
}

interface Advertised {
  AdvertiseAddr: string;
}
