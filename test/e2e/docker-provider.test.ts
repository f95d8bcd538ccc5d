import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { cacheFolder } from '../../src/cli/with-cluster.ts';
import { dockerProvider } from '../../src/provider/docker/provider.ts';
import type { Provider } from '../../src/provider/provider.ts';
import { ensureKeyPair } from '../../src/transport/keys.ts';
import { knownHosts } from '../../src/transport/known-hosts.ts';
import { localRunner } from '../../src/transport/local.ts';
import type { Remote, Runner } from '../../src/transport/runner.ts';
import { connect } from '../../src/transport/ssh.ts';
import { temporaryFolder } from '../_helpers/folder.ts';
import { MemoryJournal } from '../_helpers/memory-journal.ts';
import { topology } from '../_helpers/topology.ts';

const local = localRunner(new MemoryJournal());
const names = ['core-01', 'core-02'];

interface Machines {
  cluster: string;
  provider: Provider;
  /** A connection with the planted host key alone: another key is refused. */
  dial(name: string): Promise<Remote>;
  up(): Promise<void>;
}

async function machines(t: ExecutionContext, suffix: string, user: 'root' | 'swarmlab'): Promise<Machines> {
  const folder = await temporaryFolder(t);
  const cluster = `e2e-docker-${process.pid}-${suffix}`;
  const whole = topology({ cluster, provider: 'docker', docker: { user } });
  const { privateFile, publicLine } = await ensureKeyPair(folder);
  const hosts = knownHosts(path.join(folder, 'known_hosts'));
  const provider = dockerProvider({
    topology: { ...whole, nodes: whole.nodes.filter(({ name }) => names.includes(name)) },
    folder,
    cacheFolder: cacheFolder(process.env),
    clusterId: `${cluster}-id`,
    keyFile: privateFile,
    publicKey: publicLine,
    forgetHostKey: () => {},
    plantHostKey: async (name, line) => hosts.expect(name, line),
    runner: local,
    env: process.env,
  });
  t.teardown(() => provider.destroy());
  return {
    cluster,
    provider,
    async dial(name) {
      t.deepEqual(hosts.types(name), ['ssh-ed25519'], 'the host key is planted before anybody connects');
      const endpoint = await provider.endpoint(name);
      const remote = await connect({ name, endpoint, knownHosts: hosts, journal: new MemoryJournal() });
      t.teardown(() => remote.close());
      return remote;
    },
    async up() {
      await Promise.all(names.map((name) => provider.ensure(name, () => {})));
    },
  };
}

async function say(runner: Runner, script: string, root = false): Promise<string> {
  const { stdout, stderr } = await runner.run({ argv: ['sh', '-c', script], root });
  return (stdout + stderr).trim();
}

const made = (cluster: string) =>
  say(
    local,
    `for kind in container volume; do docker $kind ls $([ $kind = container ] && echo --all) --quiet --filter label=swarmlab.cluster=${cluster}; done`,
  );

test('two clusters side by side have the same addresses, and their machines meet on the lab network alone', async (t) => {
  const [a, b] = [await machines(t, 'a', 'root'), await machines(t, 'b', 'swarmlab')];
  await Promise.all([a.up(), b.up()]);

  const [a1, b1] = [await a.dial('core-01'), await b.dial('core-01')];
  t.is(await say(a1, 'id -un; hostname'), 'root\ncore-01');
  t.is(await say(b1, 'id -un'), 'swarmlab');
  t.is(await say(b1, 'id -un', true), 'root');
  const address = "ip -4 -o address show eth1 | awk '{print $4}'";
  t.is(await say(a1, address), '172.17.8.101/24');
  t.is(await say(b1, address), '172.17.8.101/24');

  const identity = 'cat /etc/machine-id';
  const ids = await Promise.all([a1, await a.dial('core-02'), b1].map((remote) => say(remote, identity)));
  t.is(new Set(ids).size, 3);
  t.regex(ids.join(' '), /^[0-9a-f]{32}( [0-9a-f]{32}){2}$/);

  t.is(await say(a1, reach('172.17.8.102')), 'SSH-');
  const nat = await say(
    await b.dial('core-02'),
    "ip -4 -o address show eth0 | awk '{print $4}' | cut -d/ -f1",
  );
  t.is(await say(b1, reach(nat)), 'unreachable');
  t.is(await say(a1, reach(nat)), 'unreachable');
});

const reach = (address: string) =>
  `timeout 2 bash -c 'exec 3<>/dev/tcp/${address}/22 && head -c 4 <&3' 2>/dev/null || echo unreachable`;

test('a machine has what an engine needs: cgroups it may write to, and a shared root', async (t) => {
  const { up, dial } = await machines(t, 'c', 'root');
  await up();
  const node = await dial('core-01');
  t.is(await say(node, 'find /sys/fs/cgroup -maxdepth 2 -name "cgroup.procs" ! -writable'), '');
  t.is(
    await say(
      node,
      'd=$(dirname $(find /sys/fs/cgroup -maxdepth 2 -name cgroup.procs | head -1)); mkdir $d/e2e && rmdir $d/e2e && echo made',
    ),
    'made',
  );
  t.regex(await say(node, 'findmnt -no PROPAGATION /'), /^shared/);
});

test('stopped machines come back with address and host key; a second ensure is quick; destroy leaves nothing', async (t) => {
  const { cluster, provider, up, dial } = await machines(t, 'd', 'root');
  await up();
  const key = await say(
    await dial('core-01'),
    'cut -d" " -f2 /etc/ssh/ssh_host_ed25519_key.pub; touch /var/lib/docker/kept',
  );
  await provider.stop();
  t.deepEqual([...(await provider.list()).values()], ['stopped', 'stopped']);
  await up();
  const again = await dial('core-01');
  t.is(
    await say(again, 'cut -d" " -f2 /etc/ssh/ssh_host_ed25519_key.pub; ls /var/lib/docker'),
    `${key}\nkept`,
  );
  t.is(await say(again, reach('172.17.8.102')), 'SSH-');

  const begun = Date.now();
  await up();
  t.true(Date.now() - begun < 2000);

  await provider.destroy();
  t.deepEqual([...(await provider.list()).values()], ['missing', 'missing']);
  t.is(await made(cluster), '');
});

test('machines that were restarted behind our back, and a lost lab network, are mended', async (t) => {
  const { cluster, up, dial } = await machines(t, 'e', 'root');
  await up();
  await say(
    local,
    `docker restart --time 0 swarmlab-${cluster}.core-02; docker rm --force swarmlab-${cluster}_fabric`,
  );
  await up();
  t.is(await say(await dial('core-01'), reach('172.17.8.102')), 'SSH-');
});
