import test from 'ava';
import { configMounted } from '../../../src/course/checks/config-mounted.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';

const target = '/etc/prometheus/prometheus.yml';

interface Mount {
  config: string;
  at: string;
}

function serviceWith(mounts: readonly Mount[]) {
  const Configs = mounts.map(({ config, at }) => ({
    ConfigID: `id-of-${config}`,
    ConfigName: config,
    File: { Name: at },
  }));
  return {
    ID: 'id',
    Spec: {
      Name: 'prometheus',
      TaskTemplate: { ContainerSpec: { Configs } },
      Mode: { Replicated: { Replicas: 1 } },
    },
  };
}

async function check(
  mounts: readonly Mount[],
  configs: Readonly<Record<string, string>>,
  contains: string[] = [],
) {
  const params = { service: 'prometheus', target, contains };
  const cluster = labCluster({
    services: () => [serviceWith(mounts)],
    tasks: () => [],
    manager: (path) =>
      path === '/configs'
        ? Object.entries(configs).map(([Name, text]) => ({
            ID: `id-of-${Name}`,
            Spec: { Name, Data: Buffer.from(text).toString('base64') },
          }))
        : undefined,
  });
  return configMounted.judge(params, await configMounted.probe(cluster, params), undefined);
}

const wanted = ['job_name: prometheus'];
const old = 'scrape_configs:\n  - job_name: node\n';
const fresh = `${old}  - job_name:   "prometheus"\n`;

test('a config at the target passes', async (t) => {
  t.deepEqual(await check([{ config: 'one', at: target }], { one: old }), {
    outcome: 'pass',
    message: 'prometheus has the config one at /etc/prometheus/prometheus.yml',
  });
});

test('content is compared without quotes and white space', async (t) => {
  t.is((await check([{ config: 'two', at: target }], { one: old, two: fresh }, wanted)).outcome, 'pass');
});

test('the old config in use fails, where no other has the content', async (t) => {
  const verdict = await check([{ config: 'one', at: target }], { one: old }, wanted);
  t.is(verdict.reason, 'other-content');
  t.regex(verdict.message, /the config one at .*, in which "job_name: prometheus" is missing/);
});

test('the new config that is there but not in use fails, by its name', async (t) => {
  const verdict = await check([{ config: 'one', at: target }], { one: old, two: fresh }, wanted);
  t.is(verdict.reason, 'not-in-use');
  t.regex(verdict.message, /expected two, which has it/);
});

test('a config elsewhere fails, with where it is', async (t) => {
  const verdict = await check([{ config: 'one', at: '/prometheus.yml' }], { one: old });
  t.is(verdict.reason, 'wrong-target');
  t.is(
    verdict.message,
    'prometheus has the config one at /prometheus.yml; expected one at /etc/prometheus/prometheus.yml',
  );
});

test('without a config it fails, although one is there', async (t) => {
  t.is((await check([], { one: old })).reason, 'not-mounted');
});

test('without the service it fails', async (t) => {
  const params = { service: 'grafana', target, contains: [] };
  const cluster = labCluster({ services: () => [serviceWith([])], manager: () => [] });
  t.is(
    configMounted.judge(params, await configMounted.probe(cluster, params), undefined).reason,
    'no-service',
  );
});
