import test from 'ava';
import { portTarget } from '../../src/cli/port-target.ts';

test('a port alone leaves the node open', (t) => {
  t.deepEqual(portTarget('8080'), { port: 8080 });
});

test('a node may stand in front', (t) => {
  t.deepEqual(portTarget('core-02:65535'), { node: 'core-02', port: 65535 });
});
