import { plan, planWith } from './plan.ts';
import type { Wrong } from './wrong.ts';

const subnet = '  subnet: 172.17.8.0/24';

/** What networks get wrong. */
export const networks: readonly Wrong[] = [
  {
    what: 'a subnet with host bits',
    text: planWith([subnet, '  subnet: 172.17.8.1/24']),
    says: [
      '6:11: error: network.subnet has host bits set (got "172.17.8.1/24")',
      'fix: write `subnet: 172.17.8.0/24`',
    ],
  },
  {
    what: 'a subnet without prefix length',
    text: planWith([subnet, '  subnet: 172.17.8.0']),
    says: [
      '6:11: error: network.subnet lacks its prefix length (got "172.17.8.0")',
      'fix: write `subnet: 172.17.8.0/24`',
    ],
  },
  {
    what: 'a subnet with a netmask',
    text: planWith([subnet, '  subnet: 172.17.8.0/255.255.255.0']),
    says: [
      '6:11: error: network.subnet is not an IPv4 network (got "172.17.8.0/255.255.255.0")',
      'fix: write `subnet: 172.17.8.0/24`',
    ],
  },
  {
    what: 'a subnet that is none',
    text: planWith([subnet, '  subnet: my-net']),
    says: [
      '6:11: error: network.subnet is not an IPv4 network (got "my-net")',
      'fix: write `subnet: 172.17.8.0/24`',
    ],
  },
  {
    what: 'an IPv6 subnet',
    text: planWith([subnet, '  subnet: fd00::/64']),
    says: [
      '6:11: error: network.subnet is not an IPv4 network (got "fd00::/64")',
      'fix: IPv6 is not supported here: write `subnet: 172.17.8.0/24`',
    ],
  },
  {
    what: 'a prefix length over 32',
    text: planWith([subnet, '  subnet: 172.17.8.0/33']),
    says: [
      '6:11: error: network.subnet is not an IPv4 network (got "172.17.8.0/33")',
      'fix: write `subnet: 172.17.8.0/24`',
    ],
  },
  {
    what: 'a subnet too small',
    text:
      'version: 1\ncluster: demo\nprovider: docker\nnetwork: { subnet: 172.17.8.100/30 }\n' +
      plan.slice(plan.indexOf('nodes:')),
    says: [
      '4:20: error: network.subnet has room for 2 hosts, and 3 are needed (got "172.17.8.100/30")',
      'fix: write `subnet: 172.17.8.0/24`',
      '14:14: error: core-03: the address is the broadcast address of 172.17.8.100/30 (got "172.17.8.103")',
      'fix: give it an address of its own',
    ],
  },
  {
    what: 'a subnet of the loopback',
    text: 'version: 1\ncluster: demo\nprovider: docker\nnetwork: { subnet: 127.0.8.0/24 }\nnodes:\n  - { name: core-01, role: manager, address: 127.0.8.101 }\n',
    says: [
      '4:20: error: network.subnet is in the loopback range, which cannot carry it (got "127.0.8.0/24")',
      'fix: write `subnet: 172.17.8.0/24`, and addresses in it for the nodes',
    ],
  },
  {
    what: 'a public subnet',
    text: 'version: 1\ncluster: demo\nprovider: docker\nnetwork: { subnet: 8.8.8.0/24 }\nnodes:\n  - { name: core-01, role: manager, address: 8.8.8.101 }\n',
    says: [
      '4:20: warning: network.subnet is not a private range: it hides the hosts that own it (got "8.8.8.0/24")',
      'fix: write `subnet: 172.17.8.0/24`, and addresses in it for the nodes',
    ],
  },
  {
    what: 'a subnet inside the overlay pool',
    text: 'version: 1\ncluster: demo\nprovider: docker\nnetwork: { subnet: 10.20.8.0/24 }\nnodes:\n  - { name: core-01, role: manager, address: 10.20.8.101 }\n',
    says: [
      '4:20: error: network.overlayPool overlaps network.subnet 10.20.8.0/24 (got "10.20.0.0/16", the default)',
      'fix: write `overlayPool: 10.30.0.0/16` under `network:`',
    ],
  },
  {
    what: 'an overlay pool over the subnet',
    text: planWith([subnet, `${subnet}\n  overlayPool: 172.16.0.0/12`]),
    says: [
      '7:16: error: network.overlayPool overlaps network.subnet 172.17.8.0/24 (got "172.16.0.0/12")',
      'fix: write `overlayPool: 10.20.0.0/16` under `network:`',
    ],
  },
  {
    what: 'a bip inside the subnet',
    text: planWith([subnet, `${subnet}\n  bip: 172.17.8.1/24`]),
    says: [
      '7:8: error: network.bip overlaps network.subnet 172.17.8.0/24 (got "172.17.8.1/24")',
      'fix: write `bip: 192.168.20.1/24` under `network:`',
    ],
  },
  {
    what: 'a bip without host part',
    text: planWith([subnet, `${subnet}\n  bip: 192.168.20.0/24`]),
    says: [
      '7:8: error: network.bip is the network itself, not docker0\'s address in it (got "192.168.20.0/24")',
      'fix: write `bip: 192.168.20.1/24`',
    ],
  },
  {
    what: 'pools over each other',
    text: planWith([subnet, `${subnet}\n  addressPool: 10.20.128.0/17`]),
    says: [
      '7:16: error: network.addressPool overlaps network.overlayPool 10.20.0.0/16 (got "10.20.128.0/17")',
      'fix: write `addressPool: 192.168.32.0/19` under `network:`',
    ],
  },
  {
    what: 'a tiny overlay pool',
    text: planWith([subnet, `${subnet}\n  overlayPool: 10.20.0.0/24`]),
    says: [
      '7:16: error: network.overlayPool has room for 1 overlay network of /24, too few for the labs (got "10.20.0.0/24")',
      'fix: widen it to /22 or, better, /16',
    ],
  },
];
