import test from 'ava';
import { configurationOf, type Swarm, type SwarmTask } from './provider.ts';

const frontend = 'net-frontend';
const backend = 'net-backend';
const networks = new Map([
  [frontend, 'frontend'],
  [backend, 'backend'],
]);
const flags = { exposedByDefault: false, network: 'frontend' };
const rule = 'traefik.http.routers.counter.rule';
const port = 'traefik.http.services.counter.loadbalancer.server.port';
const good = { 'traefik.enable': 'true', [rule]: 'Host(`counter.swarm.test`)', [port]: '4567' };

function task(at: number, ...nets: string[]): SwarmTask {
  return {
    ID: `task${at}`,
    DesiredState: 'running',
    Status: { State: 'running' },
    NetworksAttachments: nets.map((ID) => ({
      Network: { ID },
      Addresses: [`10.20.${ID === frontend ? 2 : 1}.${at}/24`],
    })),
  };
}

function swarm(
  labels: Record<string, string>,
  tasks = [task(5, backend, frontend), task(6, backend, frontend)],
  name = 'counter',
): Swarm {
  const services = [{ ID: 'id', Spec: { Name: name, Labels: labels } }];
  return { services, tasks: new Map([['id', tasks]]), networks };
}

const first = (addresses: readonly string[]) => addresses[0] ?? '';

test('labels of a service give one router, and a server for each task at its address in the named network', (t) => {
  const { routers, services, complaints } = configurationOf(swarm(good), flags, first);
  t.deepEqual([...routers], [['counter', { rule: 'Host(`counter.swarm.test`)', service: 'counter' }]]);
  t.deepEqual(services.get('counter')?.servers, ['http://10.20.2.5:4567', 'http://10.20.2.6:4567']);
  t.deepEqual(complaints, []);
});

test('without a port label there is nothing at all: the swarm tells no port', (t) => {
  const { [port]: _, ...labels } = good;
  const { routers, services, complaints } = configurationOf(swarm(labels), flags, first);
  t.is(routers.size + services.size, 0);
  t.deepEqual(complaints, ['counter: service "counter" error: port is missing']);
});

test('with several networks and none named, any of them is taken', (t) => {
  const unnamed = { ...flags, network: '' };
  const last = (addresses: readonly string[]) => addresses.at(-1) ?? '';
  t.deepEqual(
    configurationOf(swarm(good), unnamed, first).services.get('counter')?.servers[0],
    'http://10.20.1.5:4567',
  );
  t.deepEqual(
    configurationOf(swarm(good), unnamed, last).services.get('counter')?.servers[0],
    'http://10.20.2.5:4567',
  );
});

test('a service that is not on the named network is reached in another, with a complaint', (t) => {
  const { services, complaints } = configurationOf(swarm(good, [task(5, backend)]), flags, first);
  t.deepEqual(services.get('counter')?.servers, ['http://10.20.1.5:4567']);
  t.regex(complaints[0] ?? '', /Could not find network named 'frontend'/);
});

for (const label of ['traefik.swarm.network', 'traefik.docker.network'])
  test(`${label} names the network, before the flag`, (t) => {
    const { services } = configurationOf(swarm({ ...good, [label]: 'backend' }), flags, first);
    t.is(services.get('counter')?.servers[0], 'http://10.20.1.5:4567');
  });

test('labels of both kinds at once are refused', (t) => {
  const both = { ...good, 'traefik.swarm.network': 'backend', 'traefik.docker.network': 'backend' };
  t.is(configurationOf(swarm(both), flags, first).routers.size, 0);
});

test('what is not enabled is left out, unless all is exposed', (t) => {
  const { 'traefik.enable': _, ...labels } = good;
  t.is(configurationOf(swarm(labels), flags, first).routers.size, 0);
  t.is(configurationOf(swarm(labels), { ...flags, exposedByDefault: true }, first).routers.size, 1);
});

test('names of labels are not case-sensitive, names of routers keep their case', (t) => {
  const labels = {
    'Traefik.Enable': 'T',
    'traefik.HTTP.Routers.Web.Rule': 'Host(`a`)',
    'traefik.http.services.Web.loadBalancer.Server.Port': '80',
  };
  t.deepEqual([...configurationOf(swarm(labels), flags, first).routers.keys()], ['Web']);
});

test('a label that is misspelled takes the whole service out', (t) => {
  const { routers, complaints } = configurationOf(
    swarm({ ...good, 'traefik.http.services.counter.loadbalancer.server.prot': '4567' }),
    flags,
    first,
  );
  t.is(routers.size, 0);
  t.regex(complaints[0] ?? '', /field not found, node: loadbalancer\.server\.prot/);
});

test('without a rule, the rule is for the name of the service', (t) => {
  const { [rule]: _, ...labels } = good;
  const { routers } = configurationOf(swarm(labels, undefined, 'my_counter'), flags, first);
  t.deepEqual([...routers], [['my-counter', { rule: 'Host(`my-counter`)', service: 'counter' }]]);
});

test('no running task, no router', (t) => {
  t.is(configurationOf(swarm(good, []), flags, first).routers.size, 0);
});

test("lbswarm takes the service's virtual address as the only server", (t) => {
  const one = swarm({ ...good, 'traefik.swarm.lbswarm': 'true' });
  const [service] = one.services;
  if (service)
    service.Endpoint = {
      VirtualIPs: [
        { NetworkID: backend, Addr: '10.20.1.2/24' },
        { NetworkID: frontend, Addr: '10.20.2.2/24' },
      ],
    };
  t.deepEqual(configurationOf(one, flags, first).services.get('counter')?.servers, ['http://10.20.2.2:4567']);
});

test('two services that define one router differently lose it', (t) => {
  const other = { ...good, [rule]: 'Host(`other`)' };
  const both: Swarm = {
    services: [
      { ID: 'a', Spec: { Name: 'counter', Labels: good } },
      { ID: 'b', Spec: { Name: 'other', Labels: other } },
    ],
    tasks: new Map([
      ['a', [task(5, frontend)]],
      ['b', [task(6, frontend)]],
    ]),
    networks,
  };
  const { routers, complaints } = configurationOf(both, flags, first);
  t.is(routers.size, 0);
  t.deepEqual(complaints, ['Router counter defined multiple times with different configurations']);
});
