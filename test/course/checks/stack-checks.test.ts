import test from 'ava';
import { configRotated } from '../../../src/course/checks/config-rotated.ts';
import { configServed } from '../../../src/course/checks/config-served.ts';
import { serviceLabels } from '../../../src/course/checks/service-labels.ts';
import { servicePlaced } from '../../../src/course/checks/service-placed.ts';
import { serviceReserves } from '../../../src/course/checks/service-reserves.ts';
import { systemClock } from '../../../src/course/clock.ts';
import { askWithin } from '../../../src/course/poll-check.ts';
import { labCluster, type Scene, whoami } from '../../_helpers/lab-cluster.ts';
import { listed, startedTask, withoutQuorum } from '../../_helpers/role-lab.ts';

const MiB = 2 ** 20;

function service(template: object, labels: object = {}) {
  return {
    ID: 'id',
    Spec: { Name: 'app', Labels: labels, Mode: { Replicated: { Replicas: 1 } }, TaskTemplate: template },
  };
}

const ssd = { labels: { disk: 'ssd' } };
const bound = service({ Placement: { Constraints: ['node.labels.disk == ssd'] } });

async function placed(changes: Scene) {
  const nodes = () => [listed(1), listed(2, ssd), listed(3)];
  const scene = { services: () => [bound], nodes, tasks: () => [startedTask(2, 1)], ...changes };
  return (await servicePlaced.check({ service: 'app', label: 'disk=ssd' }).ask(labCluster(scene))).verdict;
}

test('a service that its constraint keeps on the labelled node passes', async (t) => {
  t.deepEqual(await placed({}), {
    outcome: 'pass',
    message: 'app runs on core-02, where the label disk=ssd is, and may run nowhere else',
  });
});

test('there by chance, no label, a label everywhere, and elsewhere fail', async (t) => {
  const free = await placed({ services: () => [service({})] });
  t.is(free.reason, 'not-bound');
  t.regex(free.message, /the constraints of app \(none\) let it run on core-01, core-03 too/);
  t.is((await placed({ nodes: () => [listed(1), listed(2)] })).reason, 'no-label');
  t.is((await placed({ nodes: () => [listed(1, ssd), listed(2, ssd)] })).reason, 'label-everywhere');
  t.is((await placed({ tasks: () => [startedTask(3, 1)] })).reason, 'elsewhere');
  t.is((await placed({ tasks: () => [] })).reason, 'not-running');
  t.is((await placed({ services: () => [] })).reason, 'no-service');
});

async function labelled(own: object, containers: object = {}) {
  const services = () => [service({ ContainerSpec: { Labels: containers } }, own)];
  const check = serviceLabels.check({ service: 'app', label: 'team', value: 'shop' });
  return (await check.ask(labCluster({ services }))).verdict;
}

test('a label of the service passes; on its containers, another value, or none fails', async (t) => {
  t.is((await labelled({ team: 'shop' })).outcome, 'pass');
  t.is((await labelled({}, { team: 'shop' })).reason, 'on-containers');
  t.is((await labelled({ team: 'x' })).reason, 'other-value');
  t.is((await labelled({})).reason, 'missing');
});

async function reserves(Resources: object) {
  const services = () => [service({ Resources })];
  return (await serviceReserves.check({ service: 'app', memory: 32 }).ask(labCluster({ services }))).verdict;
}

test('reserved memory passes; a limit, another amount, or nothing fails', async (t) => {
  t.is((await reserves({ Reservations: { MemoryBytes: 32 * MiB } })).outcome, 'pass');
  const limited = await reserves({ Limits: { MemoryBytes: 32 * MiB } });
  t.is(limited.reason, 'limit-only');
  t.regex(limited.message, /app limits its tasks to 32 MiB of memory and reserves none/);
  t.is((await reserves({ Reservations: { MemoryBytes: 64 * MiB } })).reason, 'other-amount');
  t.is((await reserves({})).reason, 'nothing');
});

const mounted = (name: string) => ({
  ContainerSpec: { Configs: [{ ConfigID: `id-${name}`, ConfigName: name, File: { Name: '/notice.txt' } }] },
});
const configs =
  (...names: string[]) =>
  (path: string) =>
    path === '/configs'
      ? names.map((Name) => ({
          ID: `id-${Name}`,
          Spec: { Name, Data: Buffer.from(`${Name}\n`).toString('base64') },
        }))
      : undefined;
const withConfig = (name: string, tasksHave = name): Scene => ({
  services: () => [service(mounted(name))],
  tasks: () => [startedTask(1, 1, { Spec: mounted(tasksHave) })],
});

async function rotated(scene: Scene) {
  const check = configRotated.check({ service: 'app', target: '/notice.txt', from: 'notice-1' });
  return (await check.ask(labCluster(scene))).verdict;
}

test('a config that gave way to another, in all tasks, passes once the old one is gone', async (t) => {
  t.is((await rotated({ ...withConfig('notice-2'), manager: configs('notice-2') })).outcome, 'pass');
  const kept = { ...withConfig('notice-2'), manager: configs('notice-1', 'notice-2') };
  t.is((await rotated(kept)).reason, 'old-kept');
  t.is((await rotated({ ...withConfig('notice-1'), manager: configs('notice-1') })).reason, 'same-config');
  const underWay = { ...withConfig('notice-2', 'notice-1'), manager: configs('notice-1', 'notice-2') };
  t.is((await rotated(underWay)).reason, 'old-tasks');
  t.is(
    (await rotated({ services: () => [service({})], tasks: () => [], manager: configs() })).reason,
    'not-mounted',
  );
});

async function served(scene: Scene) {
  const check = configServed.check({ service: 'app', port: 4574, target: '/notice.txt' });
  return (await check.ask(labCluster({ ...withConfig('notice-1'), manager: configs('notice-1'), ...scene })))
    .verdict;
}

test('every node answers with the config; another text, silence, or no config fails', async (t) => {
  t.is((await served({ behaves: () => whoami('notice-1\n') })).outcome, 'pass');
  const other = await served({ behaves: (_from, to) => whoami(to === 'core-02' ? 'old' : 'notice-1') });
  t.is(other.reason, 'other-text');
  t.regex(other.message, /core-02 gave the answer "old" on port 4574/);
  t.is((await served({ behaves: () => ({ refused: true }) })).reason, 'no-answer');
  t.is((await served({ tasks: () => [] })).reason, 'no-task');
  t.is((await served({ services: () => [service({})] })).reason, 'not-mounted');
});

for (const [name, check] of Object.entries({
  'service-placed': servicePlaced.check({ service: 'app', label: 'disk=ssd' }),
  'service-labels': serviceLabels.check({ service: 'app', label: 'team', value: 'shop' }),
  'service-reserves': serviceReserves.check({ service: 'app', memory: 32 }),
  'config-rotated': configRotated.check({ service: 'app', target: '/notice.txt', from: 'notice-1' }),
  'config-served': configServed.check({ service: 'app', port: 4574, target: '/notice.txt' }),
}))
  test(`${name} is unknown, with the node's name, where the manager cannot say`, async (t) => {
    const { verdict } = await askWithin(check, withoutQuorum(), systemClock, 1000);
    t.is(verdict.outcome, 'unknown');
    t.regex(verdict.message, /core-01/);
  });
