import test from 'ava';
import { portainer } from '../../../src/course/checks/portainer.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import { asked, httpText, notFound, proxyLab } from '../../_helpers/proxy-lab.ts';

const params = { host: 'portainer.swarm.test', port: 80 };

// Shapes: Portainer's API reference, GET /system/status (2.33), and its api/adminmonitor.
const status = httpText('{"Version":"2.33.4","InstanceID":"299ab403-70a8-4c05-92f7-bf7a994d50df"}\n');
const late = httpText(
  '{"message":"Administrator initialization timeout","details":"Administrator initialization timeout"}\n',
  '303 See Other',
);

async function judge(scene: Scene) {
  return portainer.judge(params, await portainer.probe(labCluster(scene), params), undefined);
}

test("Portainer's status by its host name passes, with its version", async (t) => {
  const answers = (_port: number, request: string) => {
    t.deepEqual(asked(request), { path: '/api/system/status', host: 'portainer.swarm.test' });
    return status;
  };
  t.deepEqual(await judge(proxyLab({ answers })), {
    outcome: 'pass',
    message: 'asked for portainer.swarm.test, all 3 nodes answer with Portainer 2.33.4',
  });
});

test('a Portainer that nobody set a password for in five minutes still answers by its host name', async (t) => {
  const verdict = await judge(proxyLab({ answers: () => late }));
  t.is(verdict.outcome, 'pass');
  t.regex(verdict.message, /restart it to set a password/);
});

const mistakes: Record<string, [{ http: string }, string]> = {
  'no router': [notFound, 'not-routed'],
  'no server': [httpText('Bad Gateway', '502 Bad Gateway'), 'no-server'],
  'another service': [httpText('217c1093489e > 1\n'), 'not-portainer'],
  'JSON of another program': [httpText('{"status":"ok"}'), 'not-portainer'],
  'another redirect': [httpText('{"message":"moved"}', '303 See Other'), 'not-portainer'],
};

for (const [mistake, [answer, reason]] of Object.entries(mistakes))
  test(`${mistake}: fails`, async (t) => {
    const verdict = await judge(proxyLab({ answers: () => answer }));
    t.is(verdict.reason, reason as typeof verdict.reason);
  });

test('nobody at the port fails; nodes that cannot be used are unknown', async (t) => {
  t.is((await judge(proxyLab({ behaves: () => ({ refused: true }) }))).reason, 'no-answer');
  t.is((await judge(proxyLab({ behaves: () => ({ unreachable: true }) }))).outcome, 'unknown');
});
