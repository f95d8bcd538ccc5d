import test from 'ava';
import { configureEngine } from '../../src/engine/configure.ts';
import { daemonConfig, daemonJson } from '../../src/engine/daemon-config.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';

const network = { bip: '192.168.20.1/24', addressPool: '192.168.32.0/19' };

test('a machine without a daemon.json gets one, as root and through stdin', async (t) => {
  const remote = new FakeRemote().on(/look-at-config/).on(/write-config/);
  t.is(await configureEngine(remote, network), 'changed');
  t.is(remote.commands[1]?.input, daemonJson(daemonConfig(network)));
  t.true(remote.commands.every((command) => command.root));
});

test('a machine that has it already is left alone', async (t) => {
  const remote = new FakeRemote().on(/look-at-config/, { stdout: daemonJson(daemonConfig(network)) });
  t.is(await configureEngine(remote, network), 'unchanged');
  t.is(remote.ran.length, 1);
});

test('an ordinary user is put into the group docker, root is not', async (t) => {
  const ordinary = new FakeRemote('core-01', 'learner').on(/look-at-config learner$/).on(/write-config/);
  await configureEngine(ordinary, network);
  const root = new FakeRemote().on(/look-at-config ''$/).on(/write-config/);
  await configureEngine(root, network);
  t.pass();
});

test('a daemon.json that is no JSON object is refused with its node and place', async (t) => {
  for (const stdout of ['{"bip": ', '[]', '"x"']) {
    const remote = new FakeRemote('core-02').on(/look-at-config/, { stdout });
    const error = await t.throwsAsync(configureEngine(remote, network), { instanceOf: SwarmlabError });
    t.is(error.code, 'E_VALIDATE');
    t.regex(error.message, /^core-02: \/etc\/docker\/daemon\.json is not a JSON object/);
  }
});
