import test from 'ava';
import { clusterNameOf, freshTopology } from '../../../src/cli/init/base-topology.ts';

const names: [string, string][] = [
  ['/home/me/workshop', 'workshop'],
  ['/home/me/My Course (2)', 'my-course-2'],
  ['/home/me/Übung_1', 'ubung-1'],
  ['/home/me/--x--', 'x'],
  ['/', 'swarmlab'],
  ['/home/me/코스', 'swarmlab'],
  [`/${'long-name-'.repeat(9)}`, 'long-name-long-name-long-name-long-name'],
];

for (const [folder, name] of names) {
  test(`the cluster in ${folder} is named ${name}`, (t) => t.is(clusterNameOf(folder), name));
}

test('a new cluster is the default topology with all labs that fit onto it', (t) => {
  const { nodes, labs } = freshTopology('/lab', 'docker', ['01-whoami', '09-monitoring']);
  t.deepEqual(labs, ['01-whoami']);
  t.deepEqual(
    nodes.map(({ name, role, memory }) => `${name} ${role} ${memory}`),
    ['core-01 manager 1024', 'core-02 worker 1024', 'core-03 worker 1024'],
  );
});
