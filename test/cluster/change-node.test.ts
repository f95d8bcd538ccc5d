import test from 'ava';
import { type SwarmNode, setRole } from '../../src/cluster/swarm.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { FakeEngine } from '../_helpers/fake-engine.ts';

const refusal = (reason: string) => () => {
  throw new SwarmlabError('E_ENGINE_API', `core-01: Docker Engine refused it: ${reason}`, { fix: '' });
};
const member = (index: number, labels = {}) =>
  ({
    ID: 'n2',
    Version: { Index: index },
    Spec: { Role: 'manager', Availability: 'active', Labels: labels },
  }) as SwarmNode;

test('what the managers have changed since it was read is read again, and kept', async (t) => {
  const engine = new FakeEngine()
    .on('POST /nodes/n2/update?version=7', refusal('rpc error: code = Unknown desc = update out of sequence'))
    .on('GET /nodes/n2', () => member(8, { disk: 'ssd' }))
    .on('POST /nodes/n2/update?version=8', () => undefined);
  await setRole(engine, member(7), 'worker');
  t.deepEqual(engine.bodies.at(-1), { Role: 'worker', Availability: 'active', Labels: { disk: 'ssd' } });
});

test('any other refusal is final', async (t) => {
  const engine = new FakeEngine().on('POST /nodes/n2/update?version=7', refusal('loss of quorum'));
  await t.throwsAsync(setRole(engine, member(7), 'worker'), { message: /loss of quorum/ });
  t.is(engine.asked.length, 1);
});
