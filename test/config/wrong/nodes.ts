import { planWith } from './plan.ts';
import type { Wrong } from './wrong.ts';

/** What nodes get wrong together. */
export const nodes: readonly Wrong[] = [
  {
    what: 'a name twice',
    text: planWith(['name: core-03', 'name: core-01']),
    says: [
      '14:11: error: nodes[2] has the name of nodes[0] (got "core-01")',
      'fix: give it a name of its own, as `name: core-03`',
    ],
  },
  {
    what: 'a node called localhost',
    text: planWith(['name: core-03', 'name: localhost']),
    says: [
      '14:11: error: no node can be called localhost: every machine means itself by it (got "localhost")',
      'fix: write `name: core-03`',
    ],
  },
  {
    what: 'no manager',
    text: planWith(['role: manager', 'role: worker']),
    says: [
      '9:11: error: no node is a manager, and a swarm needs one (got only workers)',
      'fix: write `role: manager` for core-01',
    ],
  },
  {
    what: 'two managers',
    text: planWith([
      '    role: worker\n    address: 172.17.8.102',
      '    role: manager\n    address: 172.17.8.102',
    ]),
    says: [
      '7:1: warning: an even number of managers gains nothing in quorum: 2 survive the loss of 0, as 1 do',
      'fix: make it 1 or 3 managers',
    ],
  },
  {
    what: 'nine managers',
    text:
      'version: 1\ncluster: demo\nprovider: docker\nnodes:\n' +
      Array.from(
        { length: 9 },
        (_, i) => `  - { name: core-0${i + 1}, role: manager, address: 172.17.8.10${i + 1} }\n`,
      ).join(''),
    says: [
      "4:1: warning: 9 managers slow every write to the cluster's state: each must be agreed on by most of them",
      'fix: make at most 7 nodes managers, the others workers',
    ],
  },
  {
    what: 'an address that is none',
    text: planWith(['172.17.8.102', '172.17.8.300']),
    says: [
      '13:14: error: core-02: the address is not an IPv4 address (got "172.17.8.300")',
      'fix: write `address: 172.17.8.104`, which is free',
    ],
  },
  {
    what: 'an address with prefix length',
    text: planWith(['172.17.8.102', '172.17.8.102/24']),
    says: [
      '13:14: error: core-02: the address is not an IPv4 address (got "172.17.8.102/24")',
      'fix: write the address alone: `address: 172.17.8.102`',
    ],
  },
  {
    what: 'an IPv6 address',
    text: planWith(['172.17.8.102', 'fd00::102']),
    says: [
      '13:14: error: core-02: the address is not an IPv4 address (got "fd00::102")',
      'fix: the lab network is IPv4: write an address as in 172.17.8.101',
    ],
  },
  {
    what: 'an address with leading zeros',
    text: planWith(['172.17.8.102', '172.17.08.102']),
    says: [
      '13:14: error: core-02: the address is not an IPv4 address (got "172.17.08.102")',
      'fix: write `address: 172.17.8.104`, which is free',
    ],
  },
  {
    what: 'an address outside the subnet',
    text: planWith(['172.17.8.102', '172.17.9.102']),
    says: [
      '13:14: error: core-02: the address is outside network.subnet 172.17.8.0/24 (got "172.17.9.102")',
      'fix: write `address: 172.17.8.104`, which is free',
    ],
  },
  {
    what: 'an address twice',
    text: planWith(['172.17.8.103', '172.17.8.101']),
    says: [
      '16:14: error: core-03: the address is already core-01\'s (got "172.17.8.101")',
      'fix: write `address: 172.17.8.103`, which is free',
    ],
  },
  {
    what: 'the address of the network',
    text: planWith(['172.17.8.102', '172.17.8.0']),
    says: [
      '13:14: error: core-02: the address is that of the network 172.17.8.0/24 itself (got "172.17.8.0")',
      'fix: write `address: 172.17.8.104`, which is free',
    ],
  },
  {
    what: 'the broadcast address',
    text: planWith(['172.17.8.102', '172.17.8.255']),
    says: [
      '13:14: error: core-02: the address is the broadcast address of 172.17.8.0/24 (got "172.17.8.255")',
      'fix: write `address: 172.17.8.104`, which is free',
    ],
  },
  {
    what: 'the address of the host',
    text: planWith(['provider: docker', 'provider: vagrant'], ['172.17.8.102', '172.17.8.1']),
    says: [
      '13:14: error: core-02: the address is the one your own computer gets on the lab network (got "172.17.8.1")',
      'fix: write `address: 172.17.8.104`, which is free',
    ],
  },
];
