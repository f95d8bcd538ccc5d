import test from 'ava';
import { browserLikely } from '../../src/cli/browser.ts';
import { FakeIo } from '../_helpers/fake-io.ts';

function at(env: NodeJS.ProcessEnv, isTTY = true): FakeIo {
  const io = new FakeIo('/', env);
  io.stdout.isTTY = isTTY;
  return io;
}

test('on a desktop a browser is likely', (t) => {
  t.true(browserLikely(at({ DISPLAY: ':0' }), 'linux'));
  t.true(browserLikely(at({ WAYLAND_DISPLAY: 'wayland-0' }), 'linux'));
  t.true(browserLikely(at({ WSL_DISTRO_NAME: 'Debian' }), 'linux'));
  t.true(browserLikely(at({}), 'darwin'));
});

test('not without a desktop, over SSH, in CI or in a pipe', (t) => {
  t.false(browserLikely(at({}), 'linux'));
  t.false(browserLikely(at({ DISPLAY: ':10', SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' }), 'linux'));
  t.false(browserLikely(at({ CI: 'true' }), 'darwin'));
  t.false(browserLikely(at({ DISPLAY: ':0' }, false), 'linux'));
});
