import test from 'ava';
import { taskHealth } from '../../../src/course/checks/task-health.ts';
import { pollCheck } from '../../../src/course/poll-check.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { fakeClock } from '../../_helpers/fake-clock.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import { idOf, whoamiService, whoamiTask } from '../../_helpers/update-lab.ts';

const params = { service: 'whoami' };

function scene(engine: Scene['engine'], tasks = [1, 2, 3].map((slot) => whoamiTask(slot))): Scene {
  return { services: () => [whoamiService()], tasks: () => tasks, ...(engine ? { engine } : {}) };
}

async function judge(given: Scene) {
  return taskHealth.judge(params, await taskHealth.probe(labCluster(given), params), undefined);
}

const container = (status?: string) => ({
  State: { Status: 'running', ...(status ? { Health: { Status: status } } : {}) },
});

test("each task's own node is asked, and all healthy pass", async (t) => {
  const asked: string[] = [];
  const verdict = await judge(
    scene((node, path) => {
      asked.push(`${node} ${path.slice(0, 24)}`);
      return container('healthy');
    }),
  );
  t.deepEqual(verdict, { outcome: 'pass', message: 'all 3 running tasks of whoami are healthy' });
  t.deepEqual(
    asked.sort(),
    [1, 2, 3].map((slot) => `core-0${slot} /containers/${idOf(slot)}`),
  );
});

test('tasks that run without a health check look right, and fail', async (t) => {
  for (const status of [undefined, 'none']) {
    const verdict = await judge(scene(() => container(status)));
    t.is(verdict.reason, 'no-healthcheck');
    t.true(verdict.settled);
  }
});

test('one that is starting or unhealthy fails, by its node, and is waited for', async (t) => {
  for (const status of ['starting', 'unhealthy']) {
    const verdict = await judge(scene((node) => container(node === 'core-02' ? status : 'healthy')));
    t.is(verdict.reason, 'not-healthy');
    t.is(verdict.message, `whoami: of 3 running tasks one on core-02 is ${status}; expected all healthy`);
    t.falsy(verdict.settled);
  }
});

test('without the service, and without a running task, it fails', async (t) => {
  t.is((await judge({ services: () => [] })).reason, 'no-service');
  t.is((await judge(scene(undefined, [whoamiTask(1, { state: 'starting' })]))).reason, 'no-task');
});

test('a node that cannot be asked is unknown, by its name', async (t) => {
  const cluster = labCluster(
    scene((node) => {
      if (node === 'core-03')
        throw new SwarmlabError('E_SSH_LOST', 'core-03: the SSH connection broke', { fix: '' });
      return container('healthy');
    }),
  );
  const { verdict } = await pollCheck(taskHealth.check(params), cluster, {
    clock: fakeClock(),
    end: () => 0,
  });
  t.is(verdict.outcome, 'unknown');
  t.regex(verdict.message, /core-03/);
});
