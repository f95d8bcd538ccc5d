import test from 'ava';
import { udpPasses } from '../../../src/course/checks/udp-passes.ts';
import { tryDatagrams } from '../../../src/course/probes/datagrams.ts';
import type { Result } from '../../../src/transport/runner.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';

const params = { port: 7946 };

/** What a command gives instead; undefined where it goes its way. */
type Runs = (...asked: Parameters<NonNullable<Scene['runs']>>) => Partial<Result> | undefined;

/** Nodes whose kernels count what `lets` lets in of so many datagrams to a port. */
function kernels(lets: (from: string, to: string, port: number, sent: number) => number, runs?: Runs) {
  const counters = new Map([1, 2, 3].map((n) => [`core-0${n}`, 7]));
  return labCluster({
    runs(node, line, command) {
      const other = runs?.(node, line, command);
      if (other) return other;
      if (line === 'cat /proc/net/snmp')
        return {
          stdout: `Ip: Forwarding\nIp: 1\nUdp: InDatagrams NoPorts InCsumErrors\nUdp: 900 4 ${counters.get(node)}\nUdpLite: InDatagrams\nUdpLite: 0\n`,
        };
      const [from, address = '', port, count] = command.argv.slice(3);
      if (command.argv[0] !== 'perl' || !from?.endsWith(node.slice(-1)))
        throw new Error(`unexpected: ${line}`);
      const to = `core-0${address.at(-1)}`;
      counters.set(to, (counters.get(to) ?? 0) + lets(node, to, Number(port), Number(count)));
      return {};
    },
  });
}

const all = (_from: string, _to: string, _port: number, sent: number) => sent;

async function check(lets: Parameters<typeof kernels>[0], runs?: Runs) {
  const cluster = kernels(lets, runs);
  const before = await udpPasses.probe(cluster, params);
  const seen = await udpPasses.probe(cluster, params);
  return { once: udpPasses.judge(params, seen, undefined), twice: udpPasses.judge(params, seen, before) };
}

test('datagrams that every node’s kernel counts, on two polls in a row, pass', async (t) => {
  const { once, twice } = await check(all);
  t.like(once, { outcome: 'fail', reason: 'unsteady' });
  t.deepEqual(twice, { outcome: 'pass', message: 'udp/7946: datagrams of every node get in at every other' });
});

test('a node that lets them in to another port alone has this one closed', async (t) => {
  const { once, twice } = await check((_from, to, port, sent) =>
    to === 'core-03' && port === 7946 ? 0 : sent,
  );
  t.like(once, { outcome: 'fail', reason: 'closed', settled: false });
  t.is(twice.settled, true);
  t.is(twice.message, 'udp/7946: nothing gets in (core-01 -> core-03, core-02 -> core-03)');
});

test('a node that lets in no such datagram at all says nothing about the port', async (t) => {
  const { twice } = await check((_from, to, _port, sent) => (to === 'core-02' ? 0 : sent));
  t.is(twice.outcome, 'unknown');
  t.regex(twice.message, /^core-02 lets in no datagram with a wrong checksum/);
});

test('more than were sent are somebody else’s, and it is asked again', async (t) => {
  const { twice } = await check((_from, _to, _port, sent) => sent + 3);
  t.like(twice, { outcome: 'fail', reason: 'unsteady', settled: undefined });
});

test('a node without perl makes it unknown, with its name and why', async (t) => {
  const { twice } = await check(all, (node, line) =>
    node === 'core-02' && line.startsWith('perl')
      ? { exitCode: 127, stderr: 'sh: perl: not found\n' }
      : undefined,
  );
  t.deepEqual(twice, {
    outcome: 'unknown',
    message: 'core-02: could not try a datagram: sh: perl: not found',
  });
});

test('a kernel that does not count them makes it unknown', async (t) => {
  const { twice } = await check(all, (_node, line) =>
    line.startsWith('cat') ? { stdout: 'Udp: InDatagrams\nUdp: 5\n' } : undefined,
  );
  t.is(twice.outcome, 'unknown');
});

test('each pair is tried, and no node sends to itself', async (t) => {
  const passages = await tryDatagrams(kernels(all), 4789, () => 5);
  t.is(passages.length, 6);
  t.true(passages.every((one) => one.from !== one.to && 'port' in one && one.port.came === 5));
});
