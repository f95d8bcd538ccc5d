import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { withLock } from '../../src/cluster/lock.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const lockIn = async (t: ExecutionContext) => path.join(await temporaryFolder(t), 'lock');
const at = () => Date.UTC(2026, 0, 2, 3, 4, 5);

test('the second command is told which one is at work, since when, and how to go on', async (t) => {
  const file = await lockIn(t);
  await withLock(file, 'up', at, async () => {
    const error = await t.throwsAsync(
      withLock(file, 'down', at, async () => {}),
      { code: 'E_LOCKED' },
    );
    t.is(
      error?.message,
      `\`swarmlab up\` is at work on this cluster (process ${process.pid}, since 2026-01-02T03:04:05.000Z)`,
    );
  });
});

test('the lock is free again after success and after failure, and nothing stays behind', async (t) => {
  const file = await lockIn(t);
  await t.throwsAsync(
    withLock(file, 'up', at, () => Promise.reject(new Error('boom'))),
    { message: 'boom' },
  );
  t.is(await withLock(file, 'up', at, async () => 'done'), 'done');
  t.deepEqual(readdirSync(path.dirname(file)), []);
});

test('the lock of a process that was killed is taken over', async (t) => {
  const file = await lockIn(t);
  const { pid } = spawnSync('true');
  writeFileSync(file, JSON.stringify({ pid, command: 'up', since: 'then' }));
  t.is(await withLock(file, 'up', at, async () => 'done'), 'done');
});

test('the lock of a process from before this computer started is taken over, also when its number is used again', async (t) => {
  const file = await lockIn(t);
  const hold = (since: number) =>
    writeFileSync(
      file,
      JSON.stringify({ pid: process.pid, command: 'up', since: new Date(since).toISOString() }),
    );
  hold(at() - os.uptime() * 1000 - 3_600_000);
  t.is(await withLock(file, 'up', at, async () => 'done'), 'done');
  hold(at());
  await t.throwsAsync(
    withLock(file, 'up', at, async () => {}),
    { code: 'E_LOCKED' },
  );
});

test('a lock that a power cut has left without its content is taken over', async (t) => {
  const file = await lockIn(t);
  for (const content of ['', '\0\0\0\0']) {
    writeFileSync(file, content);
    t.is(await withLock(file, 'up', at, async () => 'done'), 'done');
  }
});

test('a lock of this start of the computer is held, also when the clock was set meanwhile', async (t) => {
  const file = await lockIn(t);
  const tomorrow = () => at() + os.uptime() * 1000 + 86_400_000;
  await withLock(file, 'up', at, async () => {
    const second = withLock(file, 'up', tomorrow, async () => {});
    if (process.platform === 'linux') await t.throwsAsync(second, { code: 'E_LOCKED' });
    else await t.notThrowsAsync(second);
  });
});
