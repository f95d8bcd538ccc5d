import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import type { Command } from '../../transport/runner.ts';
import type { LabCluster, LabNode } from '../lab-cluster.ts';

/** What came of datagrams from one node to another: how many were sent and got in, to the port in question and to one that nobody uses. */
export interface Passage {
  from: string;
  to: string;
  port: { sent: number; came: number };
  unused: { sent: number; came: number };
}

/** Where it could not be tried, and why. */
export interface NoPassage {
  from: string;
  to: string;
  reason: string;
}

/** Nobody listens here, and a firewall that closes single ports has no reason to close it. */
const unusedPort = 9;
/** Milliseconds for one command. */
const patience = 5000;

/**
 * Sends UDP datagrams from every node to every other one's port, and sees whether its firewall lets them in. Their checksum is wrong: the
 * kernel counts them and throws them away (InCsumErrors, behind the firewall), so whoever listens hears nothing. `amount`: how many, other
 * each time, so that those of somebody else who asks at the same moment are not taken for these.
 * Source: Linux, net/ipv4/udp.c (__udp4_lib_rcv) and RFC 768.
 */
export async function tryDatagrams(
  { nodes, pace }: Pick<LabCluster, 'nodes' | 'pace'>,
  port: number,
  amount: () => number = () => 3 + Math.floor(Math.random() * 12),
): Promise<(Passage | NoPassage)[]> {
  // One sender after the other, for a node's counter does not tell them apart.
  const tried = nodes.map(async (to) => {
    const found: (Passage | NoPassage)[] = [];
    for (const from of nodes)
      if (from !== to) found.push(await tryPair(from, to, { port, amount, timeout: patience * pace }));
    return found;
  });
  return (await Promise.all(tried)).flat();
}

async function tryPair(
  from: LabNode,
  to: LabNode,
  { port, amount, timeout }: { port: number; amount: () => number; timeout: number },
): Promise<Passage | NoPassage> {
  const names = { from: from.name, to: to.name };
  const tryPort = async (asked: number) => {
    const sent = amount();
    const before = await counted(to, timeout);
    await must(from, {
      argv: ['perl', '-e', send, from.address, to.address, `${asked}`, `${sent}`],
      root: true,
      timeout,
    });
    return { sent, came: (await counted(to, timeout)) - before };
  };
  try {
    return { ...names, unused: await tryPort(unusedPort), port: await tryPort(port) };
  } catch (error) {
    if (error instanceof SwarmlabError && error.code !== 'E_INTERRUPTED')
      return { ...names, reason: error.message };
    throw error;
  }
}

/** How many datagrams a node has thrown away for their checksum so far. */
async function counted(node: LabNode, timeout: number): Promise<number> {
  const stdout = await must(node, { argv: ['cat', '/proc/net/snmp'], timeout });
  const [names = [], values = []] = stdout
    .split('\n')
    .flatMap((line) => (line.startsWith('Udp:') ? [line.split(' ')] : []));
  const value = Number(values[names.indexOf('InCsumErrors')]);
  if (Number.isInteger(value)) return value;
  throw new SwarmlabError(
    'E_NODE_COMMAND',
    t`${node.name}: its kernel does not count datagrams with a wrong checksum`,
    {
      fix: t`Nothing: what rests on it is unknown here.`,
      node: node.name,
    },
  );
}

async function must({ name, remote }: LabNode, command: Command): Promise<string> {
  const { exitCode, stdout, stderr } = await remote.run(command);
  if (exitCode === 0) return stdout;
  const said = stderr.trim().split('\n').at(-1) ?? '';
  throw new SwarmlabError('E_NODE_COMMAND', t`${name}: could not try a datagram: ${said}`, {
    fix: t`Look whether perl is there: \`swarmlab ssh ${name} perl -v\`.`,
    node: name,
  });
}

/** Sends `count` datagrams with a wrong checksum from an address to a port. A checksum of 0 would mean that there is none. */
const send = `
use strict; use Socket;
my ($from, $to, $port, $count) = @ARGV;
socket(my $raw, AF_INET, SOCK_RAW, 17) or die "no raw socket: $!\\n";
bind($raw, pack_sockaddr_in(0, inet_aton($from))) or die "cannot send from $from: $!\\n";
my $text = 'swarmlab';
my $head = pack 'n3', 9, $port, 8 + length $text;
my $sum = 0;
$sum += $_ for unpack 'n*', inet_aton($from) . inet_aton($to) . pack('n2', 17, 8 + length $text) . $head . $text;
$sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
my $wrong = (~$sum & 0xffff) ^ 1 || 2;
for (1 .. $count) {
  send($raw, $head . pack('n', $wrong) . $text, 0, pack_sockaddr_in(0, inet_aton($to))) or die "cannot send to $to: $!\\n";
}
`;
