import { msgid, ngettext, t } from 'ttag';
import type { Draft } from '../draft.ts';
import { freeNetwork, type NetworkKey } from '../free-network.ts';
import {
  addressText,
  hostCount,
  networkOf,
  parseAddress,
  parseNetwork,
  prefixOfMask,
  rangeOf,
} from '../ipv4.ts';
import type { Finding } from '../problem.ts';
import { show } from '../show.ts';

/** Each network by itself: well written, wide enough for what it is for, and in a range meant for such use. */
export function networkFindings(draft: Draft): Finding[] {
  const { network } = draft;
  return (['subnet', 'overlayPool', 'bip', 'addressPool'] as const).flatMap((key): Finding[] => {
    const value = network[key];
    const got = show(value);
    const say = (severity: Finding['severity'], what: string, fix: string): Finding[] => [
      {
        severity,
        path: ['network', key],
        message: t`network.${key} ${what} (got ${got})`,
        fix,
      },
    ];
    const better = freeNetwork(key, Object.values({ ...network, [key]: '' })) ?? '...';
    const free = t`write \`${key}: ${better}\``;
    const elsewhere =
      key === 'subnet' ? t`write \`subnet: ${better}\`, and addresses in it for the nodes` : free;
    const fault = key === 'bip' ? bipFault(value, free) : networkFault(key, value, free);
    if (fault) return say('error', ...fault);
    const small = sizeFault(key, value, draft);
    if (small) return say('error', ...small);
    const range = rangeOf(networkOf(value) ?? { cidr: '', prefix: 0, first: 0, last: 0 });
    // Machines that exist already may well have public addresses.
    if (range === 'unicast' && key === 'subnet' && draft.provider === 'ssh') return [];
    if (range === 'unicast')
      return say('warning', t`is not a private range: it hides the hosts that own it`, elsewhere);
    if (range !== 'private' && range !== 'carrierGradeNat')
      return say('error', t`is in the ${range} range, which cannot carry it`, elsewhere);
    return [];
  });
}

type Fault = [what: string, fix: string] | undefined;

function networkFault(key: NetworkKey, value: string, free: string): Fault {
  if (parseNetwork(value)) return undefined;
  const network = networkOf(value);
  if (network) return [t`has host bits set`, t`write \`${key}: ${network.cidr}\``];
  return notCidr(key, value, free, t`is not an IPv4 network`);
}

function bipFault(value: string, free: string): Fault {
  const network = networkOf(value);
  if (!network) return notCidr('bip', value, free, t`is not an IPv4 address with its prefix length`);
  const own = parseAddress(value.split('/')[0] ?? '');
  if (own !== network.first && own !== network.last) return undefined;
  const better = addressText(network.first + 1);
  return [
    own === network.first
      ? t`is the network itself, not docker0's address in it`
      : t`is the broadcast address, not docker0's address in it`,
    t`write \`bip: ${better}/${network.prefix}\``,
  ];
}

function notCidr(key: NetworkKey, value: string, free: string, what: string): Fault {
  const [address = '', mask, ...rest] = value.trim().split('/');
  if (value.includes(':')) return [what, t`IPv6 is not supported here: ${free}`];
  if (parseAddress(address) === undefined || rest.length > 0) return [what, free];
  if (mask === undefined) return [t`lacks its prefix length`, t`write \`${key}: ${address}/24\``];
  const prefix = prefixOfMask(mask) ?? (value.trim() === value ? undefined : Number(mask));
  return [what, prefix === undefined ? free : t`write \`${key}: ${address}/${prefix}\``];
}

function sizeFault(key: NetworkKey, value: string, { nodes, provider }: Draft): Fault {
  const network = networkOf(value);
  if (!network) return undefined;
  if (network.prefix < 8) return [t`is wider than any private range`, t`write a prefix length of 8 or more`];
  if (key === 'subnet') {
    // The host has an address of its own on the lab network of VMs.
    const needed = nodes.length + (provider === 'vagrant' ? 1 : 0);
    const room = hostCount(network);
    const prefix = Math.min(24, Math.floor(32 - Math.log2(needed + 2)));
    const wider = networkOf(`${addressText(network.first)}/${prefix}`)?.cidr;
    if (room < needed)
      return [t`has room for ${room} hosts, and ${needed} are needed`, t`write \`subnet: ${wider}\``];
  }
  if (key === 'overlayPool' && network.prefix > 22) {
    const room = network.prefix > 24 ? 0 : 2 ** (24 - network.prefix);
    return [
      ngettext(
        msgid`has room for ${room} overlay network of /24, too few for the labs`,
        `has room for ${room} overlay networks of /24, too few for the labs`,
        room,
      ),
      t`widen it to /22 or, better, /16`,
    ];
  }
  if (key === 'addressPool' && network.prefix > 24)
    return [t`has no room for a bridge network of /24`, t`widen it to /24 or, better, /19`];
  return undefined;
}
