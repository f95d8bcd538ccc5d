import test from 'ava';
import { routerServers } from '../../../src/course/checks/router-servers.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import {
  asked,
  counterService,
  counterTasks,
  httpText,
  proxyLab,
  solvedAnswer,
  swarmService,
  taskAt,
  traefikAnswer,
  traefikService,
} from '../../_helpers/proxy-lab.ts';

const plain = { service: 'counter', router: 'counter@swarm', network: 'frontend', port: 4567, api: 8080 };

async function judge(scene: Scene, params: typeof plain & { tasks?: number } = plain) {
  return routerServers.judge(params, await routerServers.probe(labCluster(scene), params), undefined);
}

/** The solved lab, where Traefik names other servers. */
function withServers(...urls: string[]): Scene {
  const service = JSON.parse(traefikAnswer('service'));
  service.loadBalancer.servers = urls.map((url) => ({ url }));
  return proxyLab({
    answers: (port, request) =>
      asked(request).path.includes('/services/')
        ? httpText(JSON.stringify(service))
        : solvedAnswer(port, request),
  });
}

test("servers that are exactly the tasks' addresses in the network pass", async (t) => {
  t.deepEqual(await judge(proxyLab()), {
    outcome: 'pass',
    message: 'Traefik sends to 3 servers, the addresses of the 3 tasks in frontend',
  });
});

test("the router's own service is asked for, whatever its name", async (t) => {
  const router = { ...JSON.parse(traefikAnswer('router-enabled')), service: 'app@file' };
  const paths: string[] = [];
  const scene = proxyLab({
    answers(_port, request) {
      const { path } = asked(request);
      paths.push(path);
      return httpText(path.includes('/routers/') ? JSON.stringify(router) : traefikAnswer('service'));
    },
  });
  t.is((await judge(scene)).outcome, 'pass');
  t.true(paths.includes('/api/http/services/app@file'));
});

test('addresses of the same tasks in another network fail: they look right, and lead nowhere', async (t) => {
  const verdict = await judge(
    withServers('http://10.20.1.5:4567', 'http://10.20.1.6:4567', 'http://10.20.1.7:4567'),
  );
  t.is(verdict.reason, 'other-network');
  t.regex(
    verdict.message,
    /^Traefik sends to http:\/\/10\.20\.1\.5:4567, .*; expected the 3 tasks in frontend: http/,
  );
});

test('one address of another network among right ones fails', async (t) => {
  const scene = withServers('http://10.20.2.5:4567', 'http://10.20.2.6:4567', 'http://10.20.1.7:4567');
  t.is((await judge(scene)).reason, 'other-network');
});

test('the right addresses at another port fail', async (t) => {
  const scene = withServers('http://10.20.2.5:80', 'http://10.20.2.6:80', 'http://10.20.2.7:80');
  t.is((await judge(scene)).reason, 'other-port');
});

test('two of three servers fail, and are waited for', async (t) => {
  const verdict = await judge(withServers('http://10.20.2.5:4567', 'http://10.20.2.6:4567'));
  t.is(verdict.reason, 'not-caught-up');
  t.falsy(verdict.settled);
});

test('a server that is no task any more fails', async (t) => {
  const urls = [5, 6, 7, 8].map((at) => `http://10.20.2.${at}:4567`);
  t.is((await judge(withServers(...urls))).reason, 'not-caught-up');
});

test('a task without an address in the network fails', async (t) => {
  const tasks = [taskAt('n1', { backend: '10.20.1.5' })];
  t.is(
    (await judge({ ...withServers('http://10.20.1.5:4567'), tasks: () => tasks })).reason,
    'other-network',
  );
});

test('three tasks where five are asked for fail, and only the learner can change that', async (t) => {
  const verdict = await judge(proxyLab(), { ...plain, tasks: 5 });
  t.is(verdict.reason, 'not-scaled');
  t.is(verdict.message, 'counter is to have 3 tasks; expected 5');
  t.true(verdict.settled);
});

test('five tasks, of which two do not run yet, are waited for', async (t) => {
  const services = () => [traefikService(), counterService({ replicas: 5 })];
  const verdict = await judge(proxyLab({ services }), { ...plain, tasks: 5 });
  t.is(verdict.reason, 'no-task');
  t.falsy(verdict.settled);
});

test('five tasks and five servers pass', async (t) => {
  const services = () => [traefikService(), counterService({ replicas: 5 })];
  const more = [4, 5].map((slot) =>
    taskAt('n1', { backend: `10.20.1.${slot + 4}`, frontend: `10.20.2.${slot + 4}` }, slot),
  );
  const urls = [5, 6, 7, 8, 9].map((at) => `http://10.20.2.${at}:4567`);
  const scene = { ...withServers(...urls), services, tasks: () => [...counterTasks, ...more] };
  t.is((await judge(scene, { ...plain, tasks: 5 })).outcome, 'pass');
});

test('no router and no API fail, each for its reason', async (t) => {
  const absent = proxyLab({ answers: () => httpText(traefikAnswer('router-not-found'), '404 Not Found') });
  t.is((await judge(absent)).reason, 'no-router');
  t.is((await judge(proxyLab({ behaves: () => ({ refused: true }) }))).reason, 'no-api');
});

test('no node that can be used is unknown', async (t) => {
  t.is((await judge(proxyLab({ behaves: () => ({ unreachable: true }) }))).outcome, 'unknown');
});

test('no service, and no running task, fail', async (t) => {
  t.is((await judge(proxyLab({ services: () => [swarmService('web')] }))).reason, 'no-service');
  t.is((await judge(proxyLab({ tasks: () => [] }))).reason, 'no-task');
});
