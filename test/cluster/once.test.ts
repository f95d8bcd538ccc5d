import test from 'ava';
import { once } from '../../src/cluster/once.ts';

test('work is done once for each architecture, and everybody hears of it, also who came late', async (t) => {
  const done: string[] = [];
  const steps = new Map<string, () => void>();
  const ask = once(async (arch, report) => {
    done.push(arch);
    report('first');
    await new Promise<void>((resolve) => steps.set(arch, resolve));
    report('second');
    return `bundle for ${arch}`;
  });
  const heard: string[] = [];
  const hear = (who: string) => (line: string) => void heard.push(`${who}: ${line}`);
  const early = ask('amd64', hear('early'));
  await new Promise(setImmediate);
  const late = ask('amd64', hear('late'));
  steps.get('amd64')?.();
  t.deepEqual([await early, await late], ['bundle for amd64', 'bundle for amd64']);
  t.deepEqual(heard, ['early: first', 'late: first', 'early: second', 'late: second']);
  const other = ask('arm64', hear('other'));
  await new Promise(setImmediate);
  steps.get('arm64')?.();
  t.is(await other, 'bundle for arm64');
  t.deepEqual(done, ['amd64', 'arm64']);
});

test('what failed is tried again for the next who asks', async (t) => {
  let online = false;
  const ask = once(async () => {
    if (!online) throw new Error('no network');
    return 'bundle';
  });
  await t.throwsAsync(
    ask('amd64', () => {}),
    { message: 'no network' },
  );
  online = true;
  t.is(await ask('amd64', () => {}), 'bundle');
});
