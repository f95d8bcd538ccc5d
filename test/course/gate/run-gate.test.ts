import test from 'ava';
import type { GateWorld } from '../../../src/course/gate/gate-world.ts';
import { runGate } from '../../../src/course/gate/run-gate.ts';
import { gateLab } from '../../_helpers/gate-lab.ts';

const on = (id: string, swarm: 'formed' | 'none') => {
  const lab = { ...gateLab(), id };
  return { lab: { ...lab, needs: { ...lab.needs, swarm } }, mistakes: [], earlier: [] };
};
const [first, second] = [on('00-cluster', 'none'), on('01-whoami', 'formed')];

function world(
  service: string[],
  network = ['core-01: bridge', 'ingress'],
): { world: GateWorld; done: string[] } {
  const done: string[] = [];
  const note = (what: string) => async (lab?: { id: string }) =>
    void done.push(lab ? `${what} ${lab.id}` : what);
  const nothing = { secret: [], config: [], volume: [], image: [], container: [] };
  return {
    done,
    world: {
      reset: note('reset'),
      prepare: note('prepare'),
      restore: note('restore'),
      solve: async () => {},
      run: async () => {},
      check: async ({ id }) => ({ lab: id, outcome: 'fail', checks: [] }),
      inventory: async () => ({ ...nothing, service, network }),
      now: () => 0,
    },
  };
}

test('labs are tried in the order of the course, after all that the course makes is gone', async (t) => {
  const { world: clean, done } = world([]);
  const trials = await runGate([second, first], [first.lab, second.lab], clean);
  t.deepEqual(
    trials.map(({ lab, outcome }) => `${lab} ${outcome}`),
    ['00-cluster pass', '01-whoami pass'],
  );
  t.deepEqual(done.slice(0, 2), ['reset 01-whoami', 'reset 00-cluster']);
  t.true(done.indexOf('restore') < done.indexOf('prepare 01-whoami'));
});

for (const [title, used] of [
  ['a service', world(['shop'])],
  ['a network', world([], ['ingress', 'shop', 'core-01: bridge'])],
] as const)
  test(`the swarm is not ended where it has ${title} that is not the course’s`, async (t) => {
    const trials = await runGate([first, second], [first.lab, second.lab], used.world);
    t.deepEqual(
      trials.map(({ outcome }) => outcome),
      ['skip', 'pass'],
    );
    t.regex(trials[0]?.skips[0]?.reason ?? '', /the (service|network) shop$/);
    t.false(used.done.includes('prepare 00-cluster'));
    t.false(used.done.includes('restore'));
  });
