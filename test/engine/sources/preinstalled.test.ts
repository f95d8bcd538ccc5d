import test from 'ava';
import { checkPreinstalled } from '../../../src/engine/sources/preinstalled.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { FakeRemote } from '../../_helpers/fake-remote.ts';

test('an installed engine is known by its version', async (t) => {
  const remote = new FakeRemote().on(/dockerd --version/, {
    stdout: 'Docker version 26.1.5+dfsg1, build 411e817\n',
  });
  t.is(await checkPreinstalled(remote), '26.1.5+dfsg1');
});

test('no engine, and one too old for the course, are refused with the node', async (t) => {
  const none = new FakeRemote('core-02').on(/dockerd/, { exitCode: 127, stderr: 'sh: dockerd: not found\n' });
  const old = new FakeRemote('core-03').on(/dockerd/, {
    stdout: 'Docker version 19.03.9, build 9d988398e7\n',
  });
  const errors = await Promise.all(
    [none, old].map((remote) => t.throwsAsync(checkPreinstalled(remote), { instanceOf: SwarmlabError })),
  );
  t.deepEqual(
    errors.map(({ code, message }) => [code, message]),
    [
      ['E_VALIDATE', 'core-02 has no Docker Engine, and engine.source is preinstalled'],
      ['E_VALIDATE', 'core-03 has Docker Engine 19.03.9, older than 20.10'],
    ],
  );
});
