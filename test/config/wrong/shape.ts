import { planWith } from './plan.ts';
import type { Wrong } from './wrong.ts';

const subnet = '  subnet: 172.17.8.0/24';

/** What the schema refuses. */
export const shape: readonly Wrong[] = [
  {
    what: 'an unknown key at the top',
    text: planWith(['provider: docker', 'provder: docker']),
    says: ['3:1: error: unknown key at the top level (got "provder")', 'fix: did you mean provider?'],
  },
  {
    what: 'a mapping where a word belongs, with a key that JavaScript knows',
    text: planWith(['provider: docker', 'provider: { toString: docker }']),
    says: [
      '3:1: error: provider must be one of vagrant, docker, ssh (got a mapping)',
      'fix: write `provider: vagrant`',
    ],
  },
  {
    what: 'an unknown key in a node',
    text: planWith(['role: manager', 'role: manager\n    adress: 172.17.8.101']),
    says: ['10:5: error: unknown key in nodes[0] (got "adress")', 'fix: did you mean address?'],
  },
  {
    what: 'an unknown key in network',
    text: planWith([subnet, `${subnet}\n  pool: 10.20.0.0/16`]),
    says: [
      '7:3: error: unknown key in network (got "pool")',
      'fix: remove it; the keys known here are subnet, overlayPool, bip, addressPool',
    ],
  },
  {
    what: 'a merge key',
    text: planWith(['    role: manager', '    <<: {}\n    role: manager']),
    says: [
      '9:5: error: unknown key in nodes[0] (got "<<")',
      'fix: merge keys are not read: write the values out',
    ],
  },
  {
    what: 'a key that is nothing like any',
    text: planWith(['labs: []', 'labs: []\nkubernetes: yes']),
    says: [
      '5:1: error: unknown key at the top level (got "kubernetes")',
      'fix: remove it; the keys known here are version, cluster, provider, network, nodes, engine, labs, vagrant, docker',
    ],
  },
  {
    what: 'version missing',
    text: planWith(['version: 1\n', '']),
    says: ['1:1: error: the file lacks version', 'fix: add `version: 1`'],
  },
  {
    what: 'another version',
    text: planWith(['version: 1', 'version: 2']),
    says: ['1:10: error: version must be 1 (got "2")', 'fix: write `version: 1`'],
  },
  {
    what: 'a version in quotes',
    text: planWith(['version: 1', 'version: "1"']),
    says: ['1:10: error: version must be 1 (got "1")', 'fix: write `version: 1`, without quotes'],
  },
  {
    what: 'cluster missing',
    text: planWith(['cluster: demo\n', '']),
    says: ['1:1: error: the file lacks cluster', 'fix: add `cluster: swarmlab`'],
  },
  {
    what: 'cluster without a value',
    text: planWith(['cluster: demo', 'cluster:']),
    says: ['2:1: error: cluster must be text (got nothing)', 'fix: add `cluster: swarmlab`'],
  },
  {
    what: 'a number as cluster',
    text: planWith(['cluster: demo', 'cluster: 0x10']),
    says: ['2:10: error: cluster must be text (got "0x10")', 'fix: put it in quotes: `cluster: "0x10"`'],
  },
  {
    what: 'capitals and underscores in the cluster',
    text: planWith(['cluster: demo', 'cluster: My_Lab']),
    says: [
      '2:10: error: cluster is not a valid name (got "My_Lab")',
      'fix: write `cluster: my-lab`: use lower-case letters, digits and hyphens, as in core-01',
    ],
  },
  {
    what: 'a very long cluster name',
    text: planWith(['cluster: demo', `cluster: ${'a'.repeat(64)}`]),
    says: [
      '2:10: error: cluster is longer than 63 characters (got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...")',
      'fix: shorten it',
    ],
  },
  {
    what: 'control characters in a name',
    text: planWith(['cluster: demo', 'cluster: "de\\e[31mmo"']),
    says: [
      '2:10: error: cluster is not a valid name (got "de\\u001b[31mmo")',
      'fix: write `cluster: de-31mmo`: use lower-case letters, digits and hyphens, as in core-01',
    ],
  },
  {
    what: 'a hypervisor as provider',
    text: planWith(['provider: docker', 'provider: virtualbox']),
    says: [
      '3:11: error: provider must be one of vagrant, docker, ssh (got "virtualbox")',
      'fix: write `provider: vagrant`, and `provider: virtualbox` under `vagrant:`',
    ],
  },
  {
    what: 'a misspelt provider',
    text: planWith(['provider: docker', 'provider: dokcer']),
    says: [
      '3:11: error: provider must be one of vagrant, docker, ssh (got "dokcer")',
      'fix: write `provider: docker`',
    ],
  },
  {
    what: 'provider as a list',
    text: planWith(['provider: docker', 'provider: [docker]']),
    says: [
      '3:1: error: provider must be one of vagrant, docker, ssh (got a list)',
      'fix: write `provider: docker`',
    ],
  },
  {
    what: 'network without a value',
    text: planWith([subnet, '']),
    says: ['5:1: error: network must be a mapping (got nothing)', 'fix: give it a value or remove the line'],
  },
  {
    what: 'network as text',
    text: planWith([`network:\n${subnet}`, 'network: 172.17.8.0/24']),
    says: [
      '5:10: error: network must be a mapping (got "172.17.8.0/24")',
      'fix: write its keys on lines of their own, indented under `network:`',
    ],
  },
  {
    what: 'nodes as a mapping',
    text: 'version: 1\ncluster: demo\nprovider: docker\nnodes:\n  core-01: { role: manager }\n',
    says: [
      '4:1: error: nodes must be a list (got a mapping)',
      'fix: write a list: each entry on a line that begins with "- " under `nodes:`',
    ],
  },
  {
    what: 'no nodes',
    text: 'version: 1\ncluster: demo\nprovider: docker\nnodes: []\n',
    says: [
      '4:1: error: nodes is empty',
      'fix: add a node: `nodes: [{ name: core-01, role: manager, address: 172.17.8.101 }]`',
    ],
  },
  {
    what: 'a node as text',
    text: planWith(['  - name: core-03\n    role: worker\n    address: 172.17.8.103\n', '  - core-03\n']),
    says: [
      '14:5: error: nodes[2] must be a mapping (got "core-03")',
      'fix: write its keys after the dash: `- name: core-01`, then role and address below',
    ],
  },
  {
    what: 'a role of another tool',
    text: planWith(['role: manager', 'role: master']),
    says: [
      '9:11: error: nodes[0].role must be one of manager, worker (got "master")',
      'fix: write `role: manager`',
    ],
  },
  {
    what: 'a node without address',
    text: planWith(['    address: 172.17.8.102\n', '']),
    says: [
      '11:5: error: nodes[1] lacks address',
      'fix: add `address:` and an address of network.subnet that no other node has',
    ],
  },
  {
    what: 'memory with a unit',
    text: planWith(['role: manager', 'role: manager\n    memory: 2GB']),
    says: ['10:13: error: nodes[0].memory must be a whole number (got "2GB")', 'fix: write `memory: 2048`'],
  },
  {
    what: 'too little memory',
    text: planWith(['role: manager', 'role: manager\n    memory: 256']),
    says: ['10:13: error: nodes[0].memory must be at least 512 MiB (got "256")', 'fix: write at least 512'],
  },
  {
    what: 'half a CPU',
    text: planWith(['role: manager', 'role: manager\n    cpus: 1.5']),
    says: ['10:11: error: nodes[0].cpus must be a whole number (got "1.5")', 'fix: write `cpus: 2`'],
  },
  {
    what: 'too many CPUs',
    text: planWith(['role: manager', 'role: manager\n    cpus: 128']),
    says: ['10:11: error: nodes[0].cpus must be at most 64 (got "128")', 'fix: write at most 64'],
  },
  {
    what: 'labs as text',
    text: planWith(['labs: []', 'labs: whoami']),
    says: [
      '4:7: error: labs must be a list (got "whoami")',
      'fix: write a list: each entry on a line that begins with "- " under `labs:`',
    ],
  },
  {
    what: 'a lab that is a number',
    text: planWith(['labs: []', 'labs: [1]']),
    says: ['4:8: error: labs[0] must be text (got "1")', 'fix: put it in quotes: `- "1"`'],
  },
  {
    what: 'an unknown lab',
    text: planWith(['labs: []', 'labs: [whoam]']),
    says: ['4:8: error: there is no such lab (got "whoam")', 'fix: did you mean whoami?'],
  },
  {
    what: 'a lab nobody heard of',
    text: planWith(['labs: []', 'labs: [blockchain]']),
    says: [
      '4:8: error: there is no such lab (got "blockchain")',
      'fix: remove it; the labs are whoami, monitoring',
    ],
  },
  {
    what: 'a lab twice',
    text: planWith(['labs: []', 'labs: [whoami, 01-whoami]']),
    says: ['4:16: warning: the lab is named twice (got "01-whoami")', 'fix: remove one'],
  },
];
