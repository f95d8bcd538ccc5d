import test from 'ava';
import { meshProgram, recording } from '../../_helpers/mesh-program.ts';

const gateway = '172.19.0.2';

interface View {
  Services: Record<string, { VIP: string; Ports: string[] | null; Tasks: Task[] | null }>;
}
interface Task {
  EndpointID: string;
  EndpointIP: string;
}

/** The recorded ingress network, changed. */
function ingress(change: (view: View) => void): string {
  const view = JSON.parse(recording('ingress.json')) as View;
  change(view);
  return JSON.stringify(view);
}

/** The address lists of all DNAT rules. */
function targets(nft: string): string[] {
  return [...nft.matchAll(/dnat to (.*)/g)].map(([, to]) => [...String(to).matchAll(/[\d.]{7,}/g)].join(' '));
}

test('published ports of the ingress network are balanced over the tasks', (t) => {
  t.is(meshProgram(recording('ingress.json'), 'render', gateway).stdout, recording('ingress.nft'));
});

test("an overlay's VIPs are balanced, and a service without VIP (dnsrr) is left alone", (t) => {
  t.is(meshProgram(recording('overlay.json'), 'render').stdout, recording('overlay.nft'));
  t.false(recording('overlay.nft').includes('10.20.1.134'));
});

test('on the node published ports lead to the ingress, but for those the node itself listens on', (t) => {
  const { stdout } = meshProgram(recording('ingress.json'), 'render-node', gateway, 'tcp:4568', 'udp:9000');
  t.is(stdout, recording('node.nft'));
  t.regex(stdout, /tcp dport \{ 4567, 4570, 9000 \}/);
  t.regex(stdout, /udp dport \{ 4567, 4568, 4570 \}/);
});

test('the order in which the engine lists tasks makes no difference', (t) => {
  const turned = ingress((view) => void view.Services.web?.Tasks?.reverse());
  t.is(meshProgram(turned, 'render', gateway).stdout, recording('ingress.nft'));
});

test('a draining task gets no new connections while another one is there', (t) => {
  const tasks = (JSON.parse(recording('ingress.json')) as View).Services.web?.Tasks ?? [];
  const ids = tasks.map((task) => task.EndpointID);
  const some = meshProgram(recording('ingress.json'), 'render', gateway, ids[0] ?? '').stdout;
  t.deepEqual(targets(some), ['10.20.0.99', '10.20.0.101 10.20.0.84']);
  const all = meshProgram(recording('ingress.json'), 'render', gateway, ...ids).stdout;
  t.deepEqual(targets(all), ['10.20.0.99', '10.20.0.100 10.20.0.101 10.20.0.84']);
});

test('a service without tasks has no rule, so its port is refused', (t) => {
  const none = ingress((view) => {
    view.Services.web = { VIP: '10.20.0.5', Ports: ['Target: 80, Publish: 4567'], Tasks: null };
  });
  t.false(meshProgram(none, 'render', gateway).stdout.includes('4567'));
  t.false(meshProgram(none, 'render-node', gateway).stdout.includes('4567'));
});

test('a network without services gives an empty table, which clears the one before', (t) => {
  const { stdout, status } = meshProgram('{"Name":"ingress","Ingress":true}', 'render', gateway);
  t.is(status, 0);
  t.false(stdout.includes('dnat to'));
  t.regex(stdout, /^table ip swarmlab_mesh\ndelete table ip swarmlab_mesh\ntable ip swarmlab_mesh \{/);
});

test('names with quotes, escapes and other scripts do no harm', (t) => {
  const view =
    '{"Services":{"we\\"b\\\\ \\u00e9{}":{"VIP":"10.20.1.2","Tasks":[{"EndpointIP":"10.20.1.3"}]}}}';
  t.deepEqual(targets(meshProgram(view, 'render').stdout), ['10.20.1.3']);
});

test('a view that is cut short, or addresses that are none, reach no rule', (t) => {
  const cut = meshProgram(recording('ingress.json').slice(0, 2000), 'render', gateway);
  t.is(cut.status, 1);
  t.is(cut.stdout, '');
  t.regex(cut.stderr, /not JSON/);
  const forged = '{"Services":{"a":{"VIP":"1.2.3.4; flush ruleset","Tasks":[{"EndpointIP":"::1"}]}}}';
  t.deepEqual(targets(meshProgram(forged, 'render').stdout), []);
});

test('a wrong verb is answered with the usage', (t) => {
  const { status, stderr } = meshProgram('', 'dance');
  t.is(status, 2);
  t.regex(stderr, /^usage: swarmlab-mesh ensure/);
});
