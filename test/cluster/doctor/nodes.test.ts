import test from 'ava';
import { judgeKernels } from '../../../src/cluster/doctor/kernel.ts';
import { judgeNodes } from '../../../src/cluster/doctor/nodes.ts';
import type { SeenNode } from '../../../src/cluster/doctor/seen-node.ts';
import { judgeVersions } from '../../../src/cluster/doctor/versions.ts';
import { facts, modules } from '../../_helpers/facts.ts';
import { topology } from '../../_helpers/topology.ts';

const { nodes, network } = topology();
const plan = nodes[1] as (typeof nodes)[number];
const node = (changes: Parameters<typeof facts>[0] = {}): SeenNode => ({ plan, facts: facts(changes) });
const silent: SeenNode = { plan, reason: 'core-02: SSH does not answer' };

test('a node that is fit for the plan is fine, and one that is not is told as `up` would', (t) => {
  t.is(judgeNodes([node()], network).outcome, 'ok');
  const renamed = judgeNodes([node({ hostname: 'debian' })], network);
  t.like(renamed, { outcome: 'fatal', code: 'E_VALIDATE' });
  t.regex(renamed.seen, /^core-02: its host name is debian/);
  const twin = { plan: nodes[2] as typeof plan, facts: facts({ hostname: 'core-03' }) };
  t.regex(judgeNodes([node(), twin], network).seen, /same machine-id as core-02/);
});

test('a node that runs and does not answer is a warning; without any there is nothing to say', (t) => {
  t.like(judgeNodes([silent], network), { outcome: 'warn', seen: 'core-02: SSH does not answer' });
  t.is(judgeNodes([], network).outcome, 'skip');
});

test("the nodes' kernels have what Swarm needs, or what is missing is named", (t) => {
  t.like(judgeKernels([node()]), {
    outcome: 'ok',
    seen: 'Linux 6.12.0-amd64 on 1 nodes; routing mesh: ipvs',
  });
  t.regex(judgeKernels([node({ ipvs: false })]).seen, /nftables, in place of IPVS/);
  const bare = judgeKernels([node({ modules: modules({ vxlan: 'missing' }) })]);
  t.like(bare, { outcome: 'fatal', code: 'E_VALIDATE' });
  t.regex(bare.seen, /^core-02: its kernel 6\.12\.0-amd64 has no vxlan/);
  t.regex(judgeKernels([node({ appArmorUnusable: true })]).seen, /no apparmor_parser/);
  t.is(judgeKernels([]).outcome, 'skip');
  t.is(judgeKernels([silent]).outcome, 'skip');
});

test('a Node.js that is too old for this program is a warning', (t) => {
  const manifest = { version: '0.1.0', engines: { node: '>=20.19' } };
  t.like(judgeVersions(manifest, 'v22.11.0'), { outcome: 'ok', seen: 'swarmlab 0.1.0, Node.js v22.11.0' });
  t.is(judgeVersions(manifest, 'v20.18.1').outcome, 'warn');
});
