import { createHash } from 'node:crypto';
import test from 'ava';
import { ClusterNode } from '../../src/cluster/node.ts';
import { probeOverlay } from '../../src/cluster/overlay-probe.ts';
import { lostPayload } from '../../src/cluster/ports.ts';
import { explained } from '../../src/errors/known-problems.ts';
import { FakeEngine } from '../_helpers/fake-engine.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';

/** Two nodes between whose containers nothing comes by TCP; `ping` is what busybox says of ICMP. */
function nodesThatLose(ping: string): [ClusterNode, ClusterNode] {
  const nodes = [1, 2].map((number) => {
    const name = `core-0${number}`;
    const address = `172.17.8.10${number}`;
    const node = new ClusterNode({ name, role: 'manager', address, cpus: 1, memory: 1 });
    const remote = new FakeRemote(name)
      .on(/^sh -c/)
      .on(/^iptables/)
      .on(/docker run -d/, { stdout: `10.20.0.${number}\n` })
      .on(/^docker exec/, ({ input }) =>
        String(input).includes('ping')
          ? { stdout: `0 of 65536 bytes came by TCP; ping: ${ping}\n` }
          : { stdout: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  -\n' },
      );
    node.connected(remote, new FakeEngine());
    return node;
  });
  return nodes as [ClusterNode, ClusterNode];
}

test('where ping crosses the overlay and TCP does not, checksum offload is the cause to try', async (t) => {
  const [first, second] = nodesThatLose('3 packets transmitted, 3 packets received, 0% packet loss');
  const lost = await probeOverlay(first, [first, second], 'localhost/probe:1');
  if (!lost) return t.fail('it was lost');
  const error = explained(await lostPayload(lost, [first, second]));
  t.regex(error.message, /lost a payload between core-01 and core-02: 0 of 65536 bytes/);
  t.is(error.code, 'E_DATA_PLANE');
  t.regex(error.fix, /sudo ethtool -K eth1 tx-checksum-ip-generic off/);
});

test('where nothing crosses it, ports are the ones to open', async (t) => {
  const [first, second] = nodesThatLose('3 packets transmitted, 0 packets received, 100% packet loss');
  const lost = await probeOverlay(first, [first, second], 'localhost/probe:1');
  if (!lost) return t.fail('it was lost');
  t.regex(explained(await lostPayload(lost, [first, second])).fix, /udp\/4789/);
});

test('where the firewall of a lab is on one of the nodes, that lab is named', async (t) => {
  const [first, second] = nodesThatLose('3 packets transmitted, 0 packets received, 100% packet loss');
  (second.remote as FakeRemote).on(/^iptables -w -S INPUT/, {
    stdout: '-P INPUT ACCEPT\n-A INPUT -j SWARMLAB-08\n',
  });
  const lost = { from: 'core-01', to: 'core-02', symptoms: '' };
  t.regex(
    (await lostPayload(lost, [first, second])).fix,
    /^The firewall of lab 08 is on core-02: `swarmlab lab reset 08`/,
  );
});

test('an engine that fails to start the question once has lost nothing', async (t) => {
  const [first, second] = nodesThatLose('-');
  let failures = 0;
  for (const { remote } of [first, second])
    (remote as FakeRemote).on(/^docker exec/, ({ input }) => {
      const address = /nc -w 3 (\S+)/.exec(String(input))?.[1];
      if (address === '10.20.0.2' && failures++ === 0)
        return { exitCode: 126, stderr: 'OCI runtime exec failed: exec failed: connection reset by peer' };
      return { stdout: `${expected(first, second)}  -\n` };
    });
  t.is(await probeOverlay(first, [first, second], 'localhost/probe:1'), undefined);
  t.is(failures, 2);
});

/** The checksum of what the servers were told to serve. */
function expected(...nodes: ClusterNode[]): string {
  const lines = nodes.flatMap(({ remote }) => (remote as FakeRemote).ran);
  const [, token] = /yes ([0-9a-f]{16}) /.exec(lines.join('\n')) ?? [];
  return createHash('sha256').update(`${token}\n`.repeat(65536).slice(0, 65536)).digest('hex');
}
