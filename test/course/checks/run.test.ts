import test from 'ava';
import { run } from '../../../src/course/checks/run.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';

type Runs = NonNullable<Scene['runs']>;

async function check(given: object, runs: Runs) {
  const params = run.params.parse({ command: 'test -e /etc/motd', ...given });
  const seen = await run.probe(labCluster({ runs }), params);
  return { ...run.judge(params, seen, undefined), evidence: run.evidence(seen, params) };
}

test('a command that ends with 0 passes, on the first node or on the one that is named', async (t) => {
  const runs: Runs = (node, line) => ({ stdout: `${node}: ${line}\n` });
  t.is(
    (await check({}, runs)).message,
    "core-01: test -e /etc/motd ended with 0: core-01: sh -c 'test -e /etc/motd'",
  );
  t.regex((await check({ node: 'core-03' }, runs)).message, /^core-03: /);
});

test('another exit code fails, with what it said last', async (t) => {
  const verdict = await check({}, () => ({ exitCode: 2, stderr: 'first\nno such file\n' }));
  t.is(verdict.reason, 'exit-code');
  t.is(verdict.message, 'core-01: test -e /etc/motd ended with 2; expected 0: no such file');
});

test('output that does not match fails; a line of it is enough to match', async (t) => {
  const runs: Runs = () => ({ stdout: 'one\ntwo 2\nthree\n' });
  t.is((await check({ output: '^two \\d$' }, runs)).outcome, 'pass');
  const verdict = await check({ output: '^four' }, runs);
  t.is(verdict.reason, 'other-output');
  t.regex(verdict.message, /printed "three"; expected a match for \^four/);
});

test('what it printed is not kept for the record', async (t) => {
  const { evidence } = await check({}, () => ({ stdout: 'hunter2\n' }));
  t.deepEqual(evidence, { node: 'core-01', exitCode: 0 });
});

test('a node that is not there fails, with those that are', async (t) => {
  const verdict = await check({ node: 'core-09' }, () => ({}));
  t.is(verdict.reason, 'no-node');
  t.is(verdict.message, 'no node is named core-09; the nodes are core-01, core-02, core-03');
});

test('a node that cannot be asked is no verdict', async (t) => {
  const away: Runs = () => {
    throw new SwarmlabError('E_SSH_LOST', 'core-01: the connection was lost', { fix: '' });
  };
  await t.throwsAsync(check({}, away), { message: /the connection was lost/ });
});

test('an expression that is none is refused', (t) => {
  t.false(run.params.safeParse({ command: 'true', output: '(' }).success);
});
