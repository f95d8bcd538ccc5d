import test from 'ava';
import { amiss, apart } from '../../../src/cli/lab/amiss.ts';
import type { ClusterStatus } from '../../../src/cluster/status.ts';

type Status = ClusterStatus['nodes'][number]['status'];

const nodes = (...states: Status[]) =>
  states.map((status, i) => ({ name: `core-0${i + 1}`, status })) as ClusterStatus['nodes'];

test('what is away is said once for each kind', (t) => {
  t.deepEqual(amiss(nodes('missing', 'missing', 'missing')), ['every node has no machine yet']);
  t.deepEqual(amiss(nodes('ready', 'stopped', 'stopped')), ['core-02, core-03 is stopped']);
  t.deepEqual(amiss(nodes('no answer', 'ready', 'ready')), ['core-01 runs an engine that does not answer']);
  t.deepEqual(amiss(nodes('stopped', 'unreachable', 'no engine')), [
    'core-01 is stopped',
    'core-02 does not answer',
    'core-03 runs no engine',
  ]);
  t.deepEqual(amiss(nodes('ready', 'down', 'no swarm')), []);
});

test('so is what keeps nodes that answer from being one swarm', (t) => {
  t.deepEqual(apart(nodes('ready', 'down', 'no swarm')), ['core-02 is down', 'core-03 is in no swarm']);
  t.deepEqual(apart(nodes('ready', 'ready', 'ready')), []);
});
