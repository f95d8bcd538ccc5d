import test from 'ava';
import { findLab } from '../../src/course/catalogue.ts';
import { checkLab } from '../../src/course/check-lab.ts';
import { labExitCode } from '../../src/course/outcome.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { fakeClock } from '../_helpers/fake-clock.ts';
import { labCluster, type Scene, serviceJson, taskJson, whoami } from '../_helpers/lab-cluster.ts';

async function check(scene: Scene) {
  return checkLab(await findLab('whoami'), labCluster(scene), { clock: fakeClock(), deadline: 5000 });
}

test('a solved lab passes', async (t) => {
  const report = await check({});
  t.is(report.lab, '01-whoami');
  t.is(report.outcome, 'pass');
  t.deepEqual(
    report.checks.map(({ id, outcome }) => `${id} ${outcome}`),
    ['converged pass', 'published pass', 'every-node pass', 'nothing-else pass'],
  );
  t.is(labExitCode(report), 0);
});

test('on an empty cluster no check passes: the first fails, the others wait for it', async (t) => {
  const report = await check({ services: () => [], tasks: () => [] });
  t.deepEqual(
    report.checks.map(({ outcome, waitsFor }) => `${outcome} ${waitsFor ?? '-'}`),
    ['fail -', 'unknown converged', 'unknown published', 'unknown converged'],
  );
  t.is(labExitCode(report), 1);
});

test('a task that starts while the check looks is waited for', async (t) => {
  let asked = 0;
  const report = await check({ tasks: () => [taskJson({ state: ++asked > 6 ? 'running' : 'starting' })] });
  t.is(report.outcome, 'pass');
});

test('a task that never starts fails at the deadline', async (t) => {
  const report = await check({ tasks: () => [taskJson({ state: 'starting' })] });
  t.is(report.outcome, 'fail');
});

test('once one check has failed for good, the others are not waited for until the deadline', async (t) => {
  const clock = fakeClock();
  const ports = [{ Protocol: 'tcp', TargetPort: 4567, PublishedPort: 4567, PublishMode: 'host' }];
  const cluster = labCluster({
    services: () => [serviceJson({ ports })],
    behaves: (_from, to, port) => (to === 'core-02' && port === 4567 ? whoami() : { refused: true }),
  });
  const report = await checkLab(await findLab('whoami'), cluster, { clock, deadline: 60_000 });
  t.deepEqual(
    report.checks.map(({ outcome }) => outcome),
    ['pass', 'fail', 'unknown', 'pass'],
  );
  t.true(clock.now() < 10_000);
});

test('a manager that cannot be reached is unknown, not a fail', async (t) => {
  const report = await check({
    services: () => {
      throw new SwarmlabError('E_SSH_LOST', 'core-01: the SSH connection broke', { fix: '' });
    },
  });
  t.is(report.outcome, 'unknown');
  t.is(report.checks[0]?.message, 'core-01: the SSH connection broke');
  t.is(labExitCode(report), 4);
});

test('an engine that answers in another shape is unknown and says where', async (t) => {
  const report = await check({ services: () => [{ ID: 'x' }] });
  t.is(report.outcome, 'unknown');
  t.regex(report.checks[0]?.message ?? '', /GET \/services .* 0\.Spec/);
});

test('a manager that never answers is unknown at the deadline', async (t) => {
  const cluster = { ...labCluster(), manager: { get: () => new Promise<unknown>(() => {}) } };
  const report = await checkLab(await findLab('01'), cluster, {
    clock: fakeClock({ nothingAnswers: true }),
    deadline: 5000,
  });
  t.is(report.outcome, 'unknown');
  t.is(report.checks[0]?.message, 'no answer from the cluster in 5 s');
});

test('Ctrl-C ends the check', async (t) => {
  const error = await t.throwsAsync(
    check({
      services: () => {
        throw new SwarmlabError('E_INTERRUPTED', 'interrupted', { fix: '' });
      },
    }),
    { instanceOf: SwarmlabError },
  );
  t.is(error?.code, 'E_INTERRUPTED');
});

test('a node that is away is not waited for until the deadline, where the caller says so', async (t) => {
  const clock = fakeClock();
  const cluster = labCluster({
    services: () => {
      throw new SwarmlabError('E_SSH_UNREACHABLE', 'core-01 does not answer', { fix: '', node: 'core-01' });
    },
  });
  const how = { clock, deadline: 60_000, unknownFor: 3000 };
  const report = await checkLab(await findLab('whoami'), cluster, how);
  t.is(report.outcome, 'unknown');
  t.regex(report.checks[0]?.message ?? '', /core-01/);
  t.true(clock.now() >= 3000 && clock.now() < 5000, `${clock.now()}`);
});
