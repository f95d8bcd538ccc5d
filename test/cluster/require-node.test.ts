import test from 'ava';
import { requireNode } from '../../src/cluster/require-node.ts';

const second = { name: 'core-02' };
const nodes = [{ name: 'core-01' }, second];

test('a node is found by its name', (t) => {
  t.is(requireNode(nodes, 'core-02'), second);
});

test('an unknown name is told the nearest one and all there are', (t) => {
  const error = t.throws(() => requireNode(nodes, 'cor-02'));
  t.like(error, {
    code: 'E_UNKNOWN_NODE',
    message: 'there is no node "cor-02"',
    fix: 'Did you mean core-02? Nodes are: core-01, core-02.',
  });
});

test('a name that is near to none is told all there are', (t) => {
  t.like(
    t.throws(() => requireNode(nodes, 'database')),
    { fix: 'Nodes are: core-01, core-02.' },
  );
});
