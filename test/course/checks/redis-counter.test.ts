import test from 'ava';
import { redisCounter } from '../../../src/course/checks/redis-counter.ts';
import { type Behaviour, labCluster, type Scene, whoami } from '../../_helpers/lab-cluster.ts';
import { networkedJson, networkScene, replicas } from '../../_helpers/lab-network.ts';

const params = { service: 'counter', port: 4568 };

/** A counter whose replicas answer in turn; `step`: what one request adds; `turns`: who has one. */
function counting({ step = 1, turns = replicas } = {}): () => Behaviour {
  // A replica of yesterday is still counted: its key stays.
  const counts = new Map([['000000000000', 7], ...replicas.map((id): [string, number] => [id, 0])]);
  let request = 0;
  return () => {
    const id = turns[request++ % turns.length] ?? '';
    counts.set(id, (counts.get(id) ?? 0) + step);
    return whoami([...counts].map(([host, count]) => `${host} > ${count}\n`).join(''));
  };
}

async function judge(behaves: Scene['behaves'], changes: Scene & { env?: string[] } = {}) {
  const { env = [], ...rest } = changes;
  const cluster = labCluster(
    networkScene({
      services: () => [networkedJson('counter', { env })],
      ...(behaves ? { behaves } : {}),
      ...rest,
    }),
  );
  return redisCounter.judge(params, await redisCounter.probe(cluster, params), undefined);
}

test('replicas that count in turn in one redis pass, and the check says what it added itself', async (t) => {
  t.deepEqual(await judge(counting()), {
    outcome: 'pass',
    message:
      '6 requests of this check raised the sum from 8 to 14 (one more came first), and each of the 3 replicas counted',
  });
});

test('a replica that never counts fails, by name, after ten requests for each', async (t) => {
  const verdict = await judge(counting({ turns: replicas.slice(1) }));
  t.is(verdict.reason, 'replica-missing');
  t.is(
    verdict.message,
    `30 requests of this check raised the sum from 8 to 38, but ${replicas[0]} never counted; expected that every replica has its turn`,
  );
});

test('somebody who asks at the same moment is told from a miscount', async (t) => {
  const verdict = await judge(counting({ step: 2 }));
  t.is(verdict.reason, 'other-requests');
  t.regex(verdict.message, /from 9 to 21; expected 15: somebody else/);
});

test('counts that do not add up in one redis fail', async (t) => {
  const alone = replicas.map((id) => counting({ turns: [id] }));
  let request = 0;
  const verdict = await judge(() => alone[request++ % 3]?.() ?? { refused: true });
  t.is(verdict.reason, 'counts-lost');
});

const unavailable = whoami('x: no count from redis at localhost:6379\n', '503 Service Unavailable');

test('redis on localhost has a reason of its own', async (t) => {
  const verdict = await judge(() => unavailable, { env: ['REDIS_HOST=localhost'] });
  t.is(verdict.reason, 'redis-on-localhost');
  t.regex(verdict.message, /status 503 and "x: no count from redis at localhost:6379"/);
});

test('redis that cannot be reached fails', async (t) => {
  t.is((await judge(() => unavailable, { env: ['REDIS_HOST=redis'] })).reason, 'no-redis');
});

test('something that is no counter fails, with what it says', async (t) => {
  const verdict = await judge(() => whoami());
  t.is(verdict.reason, 'wrong-answer');
  t.regex(verdict.message, /status 200 and "217c1093489e"; expected a line a replica/);
});

test('no answer fails, with the node', async (t) => {
  const verdict = await judge((_from, to) => (to === 'core-02' ? { refused: true } : counting()()));
  t.like(verdict, {
    reason: 'no-answer',
    message: 'core-02 gave no answer on port 4568 (connection refused); expected the counts of counter',
  });
});

test('without service or running task it fails', async (t) => {
  t.is((await judge(counting(), { services: () => [] })).reason, 'no-service');
  t.is((await judge(counting(), { tasks: () => [] })).reason, 'no-task');
});

test('a node that cannot be asked makes it unknown, with its name', async (t) => {
  const answers = counting();
  const verdict = await judge((from) => (from === 'core-03' ? { unreachable: true } : answers()));
  t.is(verdict.outcome, 'unknown');
  t.regex(verdict.message, /core-03/);
});
