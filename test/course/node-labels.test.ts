import test from 'ava';
import { removeNodeLabels } from '../../src/course/node-labels.ts';
import type { EngineNode } from '../../src/course/things.ts';
import { FakeEngine } from '../_helpers/fake-engine.ts';

/** Two nodes, core-01 a manager; core-02 has labels. */
function nodes(labels: Record<string, string>) {
  const member = (ID: string, Hostname: string, Labels: object) => ({
    ID,
    Version: { Index: 7 },
    Spec: { Role: 'worker', Availability: 'active', Labels },
    Description: { Hostname },
  });
  const manager = new FakeEngine()
    .on('GET /info', () => ({ Swarm: { ControlAvailable: true, LocalNodeState: 'active' } }))
    .on('GET /nodes', () => [member('n1', 'core-01', {}), member('n2', 'core-02', labels)])
    .on('POST /nodes/n2/update?version=7', () => undefined);
  const worker = new FakeEngine().on('GET /info', () => ({ Swarm: { LocalNodeState: 'active' } }));
  const list: EngineNode[] = [
    { name: 'core-01', engine: manager },
    { name: 'core-02', engine: worker },
  ];
  return { manager, list };
}

test('the labels that a lab names go from every node, and no others', async (t) => {
  const { manager, list } = nodes({ disk: 'ssd', room: '3' });
  const lines: string[] = [];
  t.is(await removeNodeLabels(['disk'], list, (line) => lines.push(line)), 1);
  t.deepEqual(lines, ['removing the label disk of core-02']);
  t.deepEqual(manager.bodies.at(-1), { Role: 'worker', Availability: 'active', Labels: { room: '3' } });
});

test('where there is nothing to take off, nothing is changed', async (t) => {
  const { manager, list } = nodes({ room: '3' });
  t.is(await removeNodeLabels(['disk'], list, () => {}), 0);
  t.false(manager.asked.some((request) => request.startsWith('POST')));
  t.is(await removeNodeLabels([], [], () => {}), 0);
});
