import { homedir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { sshProvider } from '../../../src/provider/ssh/provider.ts';
import { topology } from '../../_helpers/topology.ts';

const plan = topology({ provider: 'ssh' });
const cloud = topology({
  provider: 'ssh',
  nodes: plan.nodes.map((node, i) => ({
    ...node,
    ssh: {
      host: `10.0.0.${i + 1}`,
      port: 22,
      user: 'debian',
      key: i === 0 ? 'keys/cloud' : '~/.ssh/cloud',
      ...(i === 0 ? { hostKey: 'ssh-ed25519 AAAA' } : {}),
    },
  })),
});

function provider(refused: Record<string, string> = {}) {
  const planted: [string, string][] = [];
  const made = sshProvider({
    topology: cloud,
    folder: '/course',
    plantHostKey: async (name, key) => void planted.push([name, key]),
    dial: async (host) => refused[host],
  });
  return { ...made, planted };
}

test('a machine whose SSH port answers is running; nothing is ever missing', async (t) => {
  const states = await provider({ '10.0.0.2': 'connection refused' }).list();
  t.deepEqual(Object.fromEntries(states), {
    'core-01': 'running',
    'core-02': 'stopped',
    'core-03': 'running',
  });
});

test('keys are found from the folder of swarmlab.yaml, or from home', async (t) => {
  const { ensure, endpoint } = provider();
  const first = await ensure('core-01', () => {});
  t.deepEqual(first, {
    host: '10.0.0.1',
    port: 22,
    user: 'debian',
    keyFile: path.resolve('/course/keys/cloud'),
  });
  t.is((await endpoint('core-02')).keyFile, path.join(homedir(), '.ssh/cloud'));
});

test('a host key that is given is planted before anybody connects', async (t) => {
  const { ensure, planted } = provider();
  await ensure('core-01', () => {});
  await ensure('core-02', () => {});
  t.deepEqual(planted, [['core-01', 'ssh-ed25519 AAAA']]);
});

test('a machine that does not answer is named, with the reason', async (t) => {
  const { ensure } = provider({ '10.0.0.3': 'no route to the host' });
  await t.throwsAsync(
    ensure('core-03', () => {}),
    {
      code: 'E_SSH_UNREACHABLE',
      message: 'core-03: SSH does not answer at 10.0.0.3:22: no route to the host',
    },
  );
});

test('a node without an ssh block is refused', (t) => {
  t.throws(
    () =>
      sshProvider({ topology: plan, folder: '/', plantHostKey: async () => {}, dial: async () => undefined }),
    { code: 'E_CONFIG', message: /core-01/ },
  );
});

test('stop and destroy leave the machines alone', async (t) => {
  const { ownsMachines, stop, destroy } = provider();
  t.false(ownsMachines);
  await t.notThrowsAsync(stop());
  await t.notThrowsAsync(destroy());
});
