import test from 'ava';
import { routingLabelsCheck } from '../../../src/course/checks/routing-labels.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';
import { counterService, goodLabels, proxyLab, swarmService } from '../../_helpers/proxy-lab.ts';

const params = { service: 'counter', router: 'counter', host: 'counter.swarm.test', port: 4567 };
const rule = 'traefik.http.routers.counter.rule';
const port = 'traefik.http.services.counter.loadbalancer.server.port';

async function judge(...services: object[]) {
  const cluster = labCluster(proxyLab({ services: () => services }));
  return routingLabelsCheck.judge(params, await routingLabelsCheck.probe(cluster, params), undefined);
}

function without(label: string): Record<string, string> {
  return Object.fromEntries(Object.entries(goodLabels).filter(([name]) => name !== label));
}

test('the three labels on the service pass', async (t) => {
  t.deepEqual(await judge(counterService()), {
    outcome: 'pass',
    message: 'counter has 3 traefik labels: Host(`counter.swarm.test`) to port 4567',
  });
});

test('names of labels are not case-sensitive, and a rule may do more and use double quotes', async (t) => {
  const labels = {
    'Traefik.Enable': 'True',
    'traefik.HTTP.routers.counter.Rule': 'Host("counter.swarm.test") && PathPrefix(`/`)',
    'traefik.http.services.other.loadBalancer.server.Port': '4567',
  };
  t.is((await judge(counterService({ labels }))).outcome, 'pass');
});

test('the same labels on the containers fail: they look right in `docker inspect` of a container', async (t) => {
  t.deepEqual(await judge(counterService({ labels: {}, containerLabels: goodLabels })), {
    outcome: 'fail',
    reason: 'on-container',
    message: 'the 3 traefik labels are on the containers of counter; expected on the service',
    settled: true,
  });
});

const mistakes: Record<string, [Record<string, string>, string, RegExp]> = {
  'no label at all': [{}, 'not-enabled', /counter has no traefik label; expected traefik\.enable=true/],
  'not enabled': [{ ...goodLabels, 'traefik.enable': 'false' }, 'not-enabled', /3 traefik labels/],
  'no rule': [without(rule), 'no-rule', /no label traefik\.http\.routers\.counter\.rule/],
  'a rule that the shell has emptied': [
    { ...goodLabels, [rule]: 'Host()' },
    'other-rule',
    /is Host\(\); expected/,
  ],
  'a rule in single quotes': [
    { ...goodLabels, [rule]: "Host('counter.swarm.test')" },
    'other-rule',
    /expected Host\(`counter/,
  ],
  'a rule for a longer name': [
    { ...goodLabels, [rule]: 'Host(`counter.swarm.test.org`)' },
    'other-rule',
    /counter\.swarm\.test\.org/,
  ],
  'no port': [without(port), 'no-port', /has no label .*loadbalancer\.server\.port; expected 4567/],
  'another port': [{ ...goodLabels, [port]: '4568' }, 'other-port', /is 4568; expected 4567/],
};

for (const [mistake, [labels, reason, message]] of Object.entries(mistakes)) {
  test(`${mistake}: fails with what was seen and expected`, async (t) => {
    const verdict = await judge(counterService({ labels }));
    t.is(verdict.outcome, 'fail');
    t.is(verdict.reason, reason as typeof verdict.reason);
    t.regex(verdict.message, message);
  });
}

test("another service's labels do not count", async (t) => {
  const verdict = await judge(swarmService('web', { labels: goodLabels }));
  t.is(verdict.reason, 'no-service');
});
