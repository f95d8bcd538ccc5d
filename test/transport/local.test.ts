import test from 'ava';
import { localRunner } from '../../src/transport/local.ts';

const runner = localRunner({ write() {} });

for (const [what, script] of [
  ['a command', 'sleep 30'],
  ['one whose child holds its output open', 'echo begun; sleep 30 & wait'],
  ['one that is deaf to SIGTERM', 'trap "" TERM; sleep 30; sleep 30'],
] as const) {
  test(`${what} is waited for no longer than its time-out`, async (t) => {
    const begun = performance.now();
    await t.throwsAsync(runner.run({ argv: ['sh', '-c', script], timeout: 200 }), { code: 'E_TIMEOUT' });
    t.true(performance.now() - begun < 5000);
  });
}

test('a command that ends in time is heard whole', async (t) => {
  const script = 'i=0; while [ $i -lt 3000 ]; do echo "line $i"; i=$((i + 1)); done; echo last >&2; exit 3';
  const { exitCode, stdout, stderr } = await runner.run({ argv: ['sh', '-c', script], timeout: 20_000 });
  t.is(exitCode, 3);
  t.true(stdout.endsWith('line 2999\n'));
  t.is(stderr, 'last\n');
});
