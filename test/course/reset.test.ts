import test from 'ava';
import type { Lab } from '../../src/course/lab-format.ts';
import { resetLab } from '../../src/course/reset.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { fakeClock } from '../_helpers/fake-clock.ts';
import { FakeEngines } from '../_helpers/fake-engines.ts';

const nothing: Lab['makes'] = {
  services: [],
  networks: [],
  secrets: [],
  configs: [],
  volumes: [],
  images: [],
  stacks: [],
  nodeLabels: [],
  roles: false,
};
const labelled = { 'swarmlab.lab': '03-counter' };
const ofStack = { 'com.docker.stack.namespace': 'monitoring' };

function reset(engines: FakeEngines, makes: Partial<Lab['makes']> = {}) {
  const lines: string[] = [];
  const lab = { id: '03-counter', makes: { ...nothing, ...makes } };
  const done = resetLab(lab, engines.nodes, { clock: fakeClock(), report: (line) => lines.push(line) });
  return done.then((count) => ({ count, lines }));
}

test('what the lab makes goes, what is used after its users, and nothing else', async (t) => {
  const engines = new FakeEngines(
    {
      services: [
        { name: 'redis', networks: ['backend'], secrets: ['password'] },
        { name: 'counter', networks: ['backend'] },
        { name: 'whoami' },
      ],
      secrets: [{ name: 'password' }, { name: 'other' }],
      configs: [{ name: 'conf' }, { name: 'other' }],
      networks: [{ name: 'ingress' }, { name: 'backend' }, { name: 'frontend' }],
    },
    {
      'core-02': {
        volumes: [{ name: 'data', usedBy: 'redis.1.x' }, { name: 'other' }],
        containers: [
          { name: 'redis.1.x', service: 'redis', networks: ['backend'], lingers: 3 },
          { name: 'web' },
        ],
      },
      'core-03': { volumes: [{ name: 'data' }], images: ['localhost/redis:8.0'] },
    },
  );
  const { count, lines } = await reset(engines, {
    services: ['redis', 'counter'],
    networks: ['backend'],
    secrets: ['password'],
    configs: ['conf'],
    volumes: ['data'],
  });
  const { services, secrets, configs, networks } = engines.swarm;
  t.deepEqual(
    [services, secrets, configs, networks].map((list) => list.map(({ name }) => name)),
    [['whoami'], ['other'], ['other'], ['ingress', 'frontend']],
  );
  t.deepEqual(
    engines.on('core-02').volumes.map(({ name }) => name),
    ['other'],
  );
  t.deepEqual(
    engines.on('core-02').containers.map(({ name }) => name),
    ['web'],
  );
  t.deepEqual(engines.on('core-03'), {
    networks: [],
    volumes: [],
    images: ['localhost/redis:8.0'],
    containers: [],
  });
  t.is(count, 7);
  t.is(lines.filter((line) => line === 'removing the volume data on core-02').length, 1);
  t.is(lines.length, 7);
});

test('an image that the learner named goes from the nodes that have it, and no other image', async (t) => {
  const own = 'localhost/whoami:mine';
  const engines = new FakeEngines({}, { 'core-01': { images: ['localhost/whoami:2', own] } });
  await reset(engines, { images: [own] });
  t.deepEqual(engines.on('core-01').images, ['localhost/whoami:2']);
});

test('it ends only when the containers of the removed tasks are gone, which are not given time to say good-bye', async (t) => {
  const engines = new FakeEngines(
    { services: [{ name: 'counter' }] },
    { 'core-03': { containers: [{ name: 'counter.1.x', service: 'counter', lingers: 4 }] } },
  );
  await reset(engines, { services: ['counter'] });
  t.deepEqual(engines.on('core-03').containers, []);
  t.true(engines.asked.includes('core-03 POST /containers/id-counter.1.x/kill'));
});

test('a reset that was killed after it removed the services waits for their containers, too', async (t) => {
  const engines = new FakeEngines(
    {},
    {
      'core-02': {
        containers: [
          { name: 'counter.1.x', service: 'counter', lingers: 4 },
          { name: 'foreign.1.x', service: 'foreign', lingers: 400 },
        ],
      },
    },
  );
  await reset(engines, { services: ['counter'] });
  t.deepEqual(
    engines.on('core-02').containers.map(({ name }) => name),
    ['foreign.1.x'],
  );
});

test('what an agent left behind of a removed task goes, too: its container and the node’s end of the network', async (t) => {
  const engines = new FakeEngines(
    { services: [{ name: 'counter', networks: ['backend'] }], networks: [{ name: 'backend' }] },
    {
      'core-03': {
        containers: [{ name: 'counter.1.x', service: 'counter', networks: ['backend'], left: true }],
      },
    },
  );
  await reset(engines, { services: ['counter'], networks: ['backend'] });
  t.deepEqual(engines.on('core-03').containers, []);
  t.deepEqual(engines.swarm.networks, []);
});

test('a bridge network with the name of the lab’s overlay goes from the node that has it', async (t) => {
  const engines = new FakeEngines({}, { 'core-01': { networks: [{ name: 'backend' }, { name: 'bridge' }] } });
  await reset(engines, { networks: ['backend'] });
  t.deepEqual(
    engines.on('core-01').networks.map(({ name }) => name),
    ['bridge'],
  );
});

test('whatever carries the label of the lab goes, what carries that of another stays', async (t) => {
  const other = { 'swarmlab.lab': '05-traefik' };
  const engines = new FakeEngines(
    {
      services: [
        { name: 'a', labels: labelled },
        { name: 'b', labels: other },
      ],
      secrets: [{ name: 'c', labels: labelled }],
      configs: [{ name: 'd', labels: labelled }],
      networks: [{ name: 'e', labels: labelled }],
    },
    {
      'core-02': {
        volumes: [{ name: 'f', labels: labelled }],
        networks: [{ name: 'g', labels: labelled }],
        containers: [
          { name: 'h', labels: labelled },
          { name: 'i', labels: other },
        ],
      },
    },
  );
  t.is((await reset(engines)).count, 7);
  t.deepEqual(
    engines.swarm.services.map(({ name }) => name),
    ['b'],
  );
  t.deepEqual(
    engines.on('core-02').containers.map(({ name }) => name),
    ['i'],
  );
});

test('a labelled task container is left to its service', async (t) => {
  const engines = new FakeEngines(
    { services: [{ name: 'web' }] },
    { 'core-02': { containers: [{ name: 'web.1.x', service: 'web', labels: labelled }] } },
  );
  t.is((await reset(engines)).count, 0);
  t.deepEqual(engines.asked, []);
});

test('a stack goes with all that was made for it', async (t) => {
  const engines = new FakeEngines(
    {
      services: [{ name: 'monitoring_grafana', labels: ofStack, networks: ['monitoring_default'] }],
      configs: [{ name: 'monitoring_prometheus', labels: ofStack }],
      networks: [{ name: 'monitoring_default', labels: ofStack }],
    },
    { 'core-03': { volumes: [{ name: 'monitoring_data', labels: ofStack }] } },
  );
  t.is((await reset(engines, { stacks: ['monitoring'] })).count, 4);
  t.is((await reset(engines, { stacks: ['monitoring'] })).count, 0, 'again: there is nothing left');
});

test('without a swarm what the nodes have goes', async (t) => {
  const engines = new FakeEngines('none', { 'core-02': { networks: [{ name: 'backend' }] } });
  t.is((await reset(engines, { networks: ['backend'] })).count, 1);
});

test('a container of somebody else that holds the network is named, and not removed', async (t) => {
  const engines = new FakeEngines(
    { networks: [{ name: 'backend' }] },
    { 'core-02': { containers: [{ name: 'redis-cli', networks: ['backend'] }] } },
  );
  const error = await t.throwsAsync(reset(engines, { networks: ['backend'] }), { instanceOf: SwarmlabError });
  t.is(error?.code, 'E_TIMEOUT');
  t.regex(error?.message ?? '', /redis-cli on core-02 still uses .*the network backend/);
  t.regex(error?.fix ?? '', /docker rm -f redis-cli` on core-02/);
  t.deepEqual(
    engines.on('core-02').containers.map(({ name }) => name),
    ['redis-cli'],
  );
});

test('what will not go is named with the engine’s reason', async (t) => {
  const engines = new FakeEngines({
    services: [{ name: 'foreign', secrets: ['password'] }],
    secrets: [{ name: 'password' }],
  });
  const error = await t.throwsAsync(reset(engines, { secrets: ['password'] }), { instanceOf: SwarmlabError });
  t.regex(error?.message ?? '', /the secret password will not go: secret 'password' is in use by foreign/);
});
