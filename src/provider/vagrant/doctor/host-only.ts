import { t } from 'ttag';
import { contains, networkOf } from '../../../config/ipv4.ts';
import type { Topology } from '../../../config/schema.ts';
import { type KnownProblem, knownProblemOf } from '../../../errors/known-problems.ts';
import { spokenOf } from '../../../language/speak.ts';
import type { Verdict } from '../../diagnosis.ts';
import { isAtLeast } from '../../version.ts';
import { inPlanWords } from '../plan-words.ts';

/** What decides which host-only networks VirtualBox allows. */
export interface HostOnlySeen {
  /** VirtualBox's version. */
  version: string;
  platform: NodeJS.Platform;
  /** The text of /etc/vbox/networks.conf; undefined where there is none. */
  conf: string | undefined;
  topology: Topology;
}

/** What VirtualBox allows where /etc/vbox/networks.conf does not exist; one that exists replaces it. */
const defaultRange = '192.168.56.0/21';

/**
 * VirtualBox's ranges for host-only networks, since 6.1.28, on Linux and macOS; Vagrant looks at them before it makes a machine.
 * On macOS VirtualBox 7 has other networks, without them. Sources: VirtualBox's manual, Host-Only Networking;
 * plugins/providers/virtualbox/action/network.rb of Vagrant.
 */
export function judgeHostOnly({ version, platform, conf, topology }: HostOnlySeen): Verdict {
  const { subnet } = topology.network;
  if (platform !== 'linux' && platform !== 'darwin')
    return { outcome: 'skip', seen: t`VirtualBox allows every range on this system` };
  if (!isAtLeast(version, '6.1.28') || (platform === 'darwin' && isAtLeast(version, '7.0')))
    return { outcome: 'skip', seen: t`VirtualBox ${version} allows every range` };
  const ranges = conf === undefined ? [defaultRange] : rangesIn(conf);
  const needed = t`${subnet} in /etc/vbox/networks.conf`;
  const all = ranges.join(', ') || t`none`;
  const where = conf === undefined ? t`/etc/vbox/networks.conf is missing` : t`in /etc/vbox/networks.conf`;
  if (ranges.some((range) => isWithin(subnet, range)))
    return { outcome: 'ok', seen: `${all} (${where})`, needed };
  const instead = conf === undefined ? t`${where}, so only ${defaultRange} is` : `${where}: ${all}`;
  const { code, cause, fix } = knownProblemOf('hostonly-range');
  const say = (text: KnownProblem['cause']) => inPlanWords(spokenOf(text), topology);
  return { outcome: 'fatal', seen: `${say(cause)} (${instead})`, needed, fix: say(fix), code };
}

function isWithin(one: string, other: string): boolean {
  const [inner, outer] = [networkOf(one), networkOf(other)];
  return inner !== undefined && outer !== undefined && contains(outer, inner);
}

/** The IPv4 ranges in the lines that begin with `*`; other lines allow nothing. */
function rangesIn(conf: string): string[] {
  const lines = conf.split('\n').map((line) => line.trim());
  const entries = lines
    .filter((line) => line.startsWith('*'))
    .flatMap((line) => line.slice(1).trim().split(/\s+/));
  return entries.filter((entry) => networkOf(entry) !== undefined);
}
