import test from 'ava';
import { judgeMachines } from '../../../../src/provider/ssh/doctor/machines.ts';

test('machines that answer are fine, and one that does not is named with the reason', (t) => {
  const one = { name: 'core-01', where: '192.0.2.10:22' };
  t.is(judgeMachines([one]).outcome, 'ok');
  const verdict = judgeMachines([
    one,
    { name: 'core-02', where: '192.0.2.11:22', refusal: 'connection refused' },
  ]);
  t.like(verdict, {
    outcome: 'fatal',
    code: 'E_SSH_UNREACHABLE',
    seen: 'core-02: SSH does not answer at 192.0.2.11:22: connection refused',
  });
  t.regex('fix' in verdict ? verdict.fix : '', /ssh\.host and ssh\.port of core-02/);
});
