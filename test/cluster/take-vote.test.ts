import test from 'ava';
import type { SwarmNode } from '../../src/cluster/swarm.ts';
import { settledMember, takeVote } from '../../src/cluster/take-vote.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { FakeSwarm } from '../_helpers/fake-swarm.ts';

/** core-01 with a say, and core-02, that is to be a manager and has no vote. */
function promoting() {
  const swarm = new FakeSwarm();
  const lead = swarm.member('core-01', 'manager');
  const id = swarm.member('core-02', 'manager');
  const entry = swarm.members[1] as SwarmNode;
  const vote = entry.ManagerStatus as NonNullable<SwarmNode['ManagerStatus']>;
  delete entry.ManagerStatus;
  const engine = swarm
    .engine('core-01', { swarm: 'active', nodeId: lead, control: true })
    .on(`POST /nodes/${id}/update?version=7`, (spec) => swarm.setRole(id, (spec as SwarmNode['Spec']).Role));
  const { signal } = new AbortController();
  let time = 0;
  const waits = { now: () => (time += 1_000), signal };
  return { swarm, id, entry, vote, manager: { name: 'core-01', engine }, waits };
}

test('a promotion that is under way is waited for', async (t) => {
  const { swarm, id, entry, vote, manager, waits } = promoting();
  let looks = 0;
  manager.engine.on('GET /nodes', () => {
    looks += 1;
    if (looks === 3) entry.ManagerStatus = vote;
    return structuredClone(swarm.members);
  });
  t.truthy((await settledMember(manager, id, waits))?.ManagerStatus);
});

test('one that never gets a vote is not waited for without end', async (t) => {
  const { id, manager, waits } = promoting();
  t.is((await settledMember(manager, id, waits))?.ManagerStatus, undefined);
});

test('whoever interrupts does not wait for a promotion', async (t) => {
  const { id, manager } = promoting();
  const interrupt = new AbortController();
  const waits = { now: () => 0, signal: interrupt.signal };
  const wait = settledMember(manager, id, waits);
  interrupt.abort(new Error('Ctrl-C'));
  await t.throwsAsync(wait, { message: 'Ctrl-C' });
});

test('the entry of one that has no vote is removed, so that it can get none any more', async (t) => {
  const { swarm, id, entry, manager, waits } = promoting();
  manager.engine.on(`DELETE /nodes/${id}?force=true`, () => swarm.members.splice(1, 1));
  await takeVote(manager, structuredClone(entry), waits);
  t.deepEqual(
    swarm.members.map(({ Description }) => Description.Hostname),
    ['core-01'],
  );
});

test('one that gets its vote at the last moment is made a worker', async (t) => {
  const { id, entry, vote, manager, waits } = promoting();
  manager.engine.on(`DELETE /nodes/${id}?force=true`, () => {
    entry.ManagerStatus = vote;
    const reason = `node ${id} is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal`;
    throw new SwarmlabError('E_ENGINE_API', reason, { fix: '' });
  });
  await takeVote(manager, structuredClone(entry), waits);
  t.is(entry.Spec.Role, 'worker');
  t.is(entry.ManagerStatus, undefined);
});
