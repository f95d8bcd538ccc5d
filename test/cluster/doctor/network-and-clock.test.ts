import test from 'ava';
import { judgeClock } from '../../../src/cluster/doctor/clock.ts';
import { askHub, judgeHub } from '../../../src/cluster/doctor/docker-hub.ts';
import { judgeRoutes } from '../../../src/cluster/doctor/routes.ts';
import { parseRoutes } from '../../../src/cluster/host-routes.ts';
import { recorded } from '../../_helpers/recorded.ts';
import { topology } from '../../_helpers/topology.ts';

const routes = parseRoutes(recorded('ip-route.json')) ?? [];

test('routes elsewhere are no problem, nor are the bridges of Docker', (t) => {
  t.is(routes.length, 3);
  const docker = topology({ provider: 'docker' });
  t.is(judgeRoutes(docker, routes).outcome, 'ok');
  const compose = [{ cidr: '192.168.32.0/20', interface: 'br-0123456789ab' }];
  t.is(judgeRoutes(docker, compose).outcome, 'ok');
});

test("a wider route around VMs' lab network is a warning that says whose it is", (t) => {
  const verdict = judgeRoutes(topology(), routes);
  t.is(verdict.outcome, 'warn');
  t.regex(verdict.seen, /docker0's route 172\.17\.0\.0\/16 \(Docker\)/);
});

test('a route that takes the lab network away is fatal, and told first', (t) => {
  const verdict = judgeRoutes(topology(), [...routes, { cidr: '172.17.8.0/24', interface: 'tun0' }]);
  t.like(verdict, { outcome: 'fatal', code: 'E_CONFIG' });
  t.regex(verdict.seen, /tun0's route 172\.17\.8\.0\/24 \(a VPN\)/);
  t.regex('fix' in verdict ? verdict.fix : '', /In swarmlab\.yaml: write `subnet: /);
});

test('a network inside the nodes that this computer reaches something by is a warning', (t) => {
  for (const provider of ['docker', 'vagrant'] as const) {
    const hotspot = judgeRoutes(topology({ provider }), [{ cidr: '192.168.43.0/24', interface: 'wlp3s0' }]);
    t.is(hotspot.outcome, 'warn');
    t.regex(
      hotspot.seen,
      /^network\.addressPool overlaps wlp3s0's route 192\.168\.43\.0\/24 \(wifi\): containers would not reach/,
    );
    t.regex(
      'fix' in hotspot ? hotspot.fix : '',
      /write `addressPool: 192\.168\.128\.0\/19` under `network:`/,
    );
  }
  const away = topology({ provider: 'ssh' });
  t.is(judgeRoutes(away, [{ cidr: '10.20.0.0/16', interface: 'eth0' }]).outcome, 'ok');
});

test('a clock is compared with what there is', (t) => {
  t.is(judgeClock([]).outcome, 'unknown');
  t.like(judgeClock([{ of: 'core-01', seconds: 2 }]), { outcome: 'ok', seen: 'as core-01' });
  t.like(
    judgeClock([
      { of: 'core-01', seconds: -3600.4 },
      { of: 'Docker Hub', seconds: 1 },
    ]),
    { outcome: 'warn', seen: 'core-01 is 3600 s behind' },
  );
});

/** Docker Hub as it answered in a recording: `HTTP/1.1 200 OK`, then headers. */
function hub(recording: string) {
  const asked: string[] = [];
  const fetch = async (url: string, { method = 'GET', headers }: RequestInit) => {
    asked.push(`${method} ${url} ${JSON.stringify(headers ?? {})}`);
    if (url.startsWith('https://auth.docker.io/token?')) return Response.json({ token: 'anonymous' });
    const [, status] = /^HTTP\/\S+ (\d+)/.exec(recording) ?? [];
    const lines = [...recording.matchAll(/^([\w-]+): (.*)$/gm)];
    return new Response(null, {
      status: Number(status),
      headers: lines.map(([, name = '', value = '']) => [name, value] as [string, string]),
    });
  };
  return { fetch, asked };
}

test('Docker Hub is asked as documented, by a HEAD with a token for nobody', async (t) => {
  const { fetch, asked } = hub(recorded('hub-none-left.txt'));
  const answer = await askHub(fetch);
  t.is(answer.state === 'answered' && answer.date, Date.parse('2025-05-12T18:16:34Z'));
  t.deepEqual(asked, [
    'GET https://auth.docker.io/token?service=registry.docker.io&scope=repository:ratelimitpreview/test:pull {}',
    'HEAD https://registry-1.docker.io/v2/ratelimitpreview/test/manifests/latest {"authorization":"Bearer anonymous"}',
  ]);
});

test('the pulls that are left are told, and too few are a warning', async (t) => {
  const left = await askHub(hub(recorded('hub-left.txt')).fetch);
  t.like(judgeHub(left, 8), { outcome: 'ok', seen: '20 of 100 pulls are left for 1 h' });
  t.is(judgeHub(left, 21).outcome, 'warn');
  const none = judgeHub(await askHub(hub(recorded('hub-none-left.txt')).fetch), 8);
  t.like(none, { outcome: 'warn', seen: '0 of 100 pulls are left for 6 h' });
  t.regex('fix' in none ? none.fix : '', /docker login/);
});

test('no limit, a refusal and a stranger in between are told apart', async (t) => {
  t.is(judgeHub(await askHub(hub('HTTP/1.1 200 OK\n').fetch), 8).outcome, 'ok');
  t.is(judgeHub(await askHub(hub('HTTP/1.1 429 Too Many Requests\n').fetch), 8).outcome, 'warn');
  t.is(judgeHub(await askHub(hub('HTTP/1.1 503 Service Unavailable\n').fetch), 8).outcome, 'unknown');
  const portal = judgeHub(await askHub(async () => new Response('<html>Log in to this wifi')), 8);
  t.like(portal, { outcome: 'skip', seen: 'Docker Hub is out of reach: it gives no token' });
});

test('without internet the row is skipped with the reason, soon', async (t) => {
  const offline = async () => {
    throw new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } });
  };
  t.like(judgeHub(await askHub(offline), 8), {
    outcome: 'skip',
    seen: 'Docker Hub is out of reach: ENOTFOUND',
  });
  const never = (_: string, { signal }: RequestInit) =>
    new Promise<Response>((_, reject) => {
      // As an open connection does.
      const open = setTimeout(reject, 30_000);
      signal?.addEventListener('abort', () => {
        clearTimeout(open);
        reject(signal.reason);
      });
    });
  t.like(judgeHub(await askHub(never, 50), 8), {
    outcome: 'skip',
    seen: 'Docker Hub is out of reach: no answer within 0.05 s',
  });
});
