import test from 'ava';
import { serviceLogs } from '../../../src/course/checks/service-logs.ts';
import { taskId, timecheckScene, timecheckTask } from '../../_helpers/healing-lab.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';

const params = { service: 'timecheck', contains: 'App version: ' };
const tasks = [timecheckTask({ id: 'one' }), timecheckTask({ id: 'two', slot: 2, node: 2, at: 1 })];

const line = (slot: number, id: string, node: string, text = 'App version: 1.0; time check: 10:00.05') =>
  `timecheck.${slot}.${taskId(id)}@${node}    | ${text}\n`;
const both = line(1, 'one', 'core-01') + line(2, 'two', 'core-02');

async function check(stdout: string, scene: Scene & { stderr?: string; exitCode?: number } = {}) {
  const { stderr = '', exitCode = 0, ...rest } = scene;
  const cluster = labCluster(
    timecheckScene(tasks, {
      engine: (node, path) =>
        path === '/info' ? { Swarm: { ControlAvailable: node === 'core-01' } } : undefined,
      runs: (node, asked) =>
        node === 'core-01' && asked === 'docker service logs --no-trunc --tail 1 timecheck'
          ? { stdout, stderr, exitCode }
          : {},
      ...rest,
    }),
  );
  return serviceLogs.judge(params, await serviceLogs.probe(cluster, params), undefined);
}

test('a line of each running task, under its own name and node, passes', async (t) => {
  t.deepEqual(await check(both), {
    outcome: 'pass',
    message: 'one log for all tasks: timecheck.1@core-01, timecheck.2@core-02',
  });
});

test('lines of tasks that are gone change nothing', async (t) => {
  t.is((await check(line(1, 'gone', 'core-03') + both)).outcome, 'pass');
});

test('a task without a line is named', async (t) => {
  const verdict = await check(line(1, 'one', 'core-01') + line(2, 'gone', 'core-02'));
  t.like(verdict, { outcome: 'fail', reason: 'silent', settled: undefined });
  t.regex(verdict.message, /no line of timecheck\.2@core-02/);
});

test('a line that says another node is not taken for the task’s', async (t) => {
  t.like(await check(line(1, 'one', 'core-02') + line(2, 'two', 'core-02')), { reason: 'silent' });
});

test('a logging driver that keeps nothing is named', async (t) => {
  const stderr = 'Error response from daemon: configured logging driver does not support reading';
  t.like(await check('', { stderr, exitCode: 1 }), { reason: 'unreadable', settled: true });
});

test('the driver that throws everything away is named, though Docker does not complain', async (t) => {
  const [service] = timecheckScene([]).services?.() ?? [];
  const Spec = { ...(service as { Spec: object }).Spec, TaskTemplate: { LogDriver: { Name: 'none' } } };
  t.like(await check('', { services: () => [{ ...service, Spec }] }), {
    reason: 'unreadable',
    settled: true,
  });
});

test('lines of another program fail', async (t) => {
  const verdict = await check(line(1, 'one', 'core-01', 'hello') + line(2, 'two', 'core-02'));
  t.like(verdict, { reason: 'other-text', message: 'core-01 logs "hello"; expected "App version: " in it' });
});

test('without the service, and without a task, it fails', async (t) => {
  t.like(await check('', { services: () => [] }), { reason: 'no-service', settled: true });
  t.like(await check('', { tasks: () => [timecheckTask({ state: 'complete' })] }), { reason: 'no-task' });
});

test('where no node has a say, nothing can be asked', async (t) => {
  await t.throwsAsync(check(both, { engine: () => ({ Swarm: {} }) }), { code: 'E_SWARM' });
});
