import { planWith } from './plan.ts';
import type { Wrong } from './wrong.ts';

const engine = (block: string) => ['labs: []', `labs: []\nengine:\n${block}`] as const;
const overSsh = ['provider: docker', 'provider: ssh'] as const;
const ssh = (n: number, block: string) =>
  [`172.17.8.10${n}\n`, `172.17.8.10${n}\n    ssh: ${block}\n`] as const;
const reachable = (n: number) => ssh(n, `{ host: 203.0.113.${n}, key: id }`);

/** What machines, the engine and labs get wrong. */
export const machines: readonly Wrong[] = [
  {
    what: 'provider ssh without hosts',
    text: planWith(overSsh, reachable(1)),
    says: [
      '12:5: error: core-02: provider ssh needs to know how to reach this node',
      'fix: add `ssh: { host: 203.0.113.10, user: root, key: ~/.ssh/id_ed25519 }` to it',
      '15:5: error: core-03: provider ssh needs to know how to reach this node',
      'fix: add `ssh: { host: 203.0.113.10, user: root, key: ~/.ssh/id_ed25519 }` to it',
    ],
  },
  {
    what: 'an ssh block under docker',
    text: planWith(reachable(2)),
    says: [
      '14:5: warning: core-02: ssh has no meaning for provider docker, which makes the machines itself',
      'fix: remove it, or write `provider: ssh`',
    ],
  },
  {
    what: 'ssh without key',
    text: planWith(overSsh, reachable(1), reachable(2), ssh(3, '{ host: 203.0.113.3 }')),
    says: [
      '19:5: error: nodes[2].ssh lacks key',
      'fix: add `key: ~/.ssh/id_ed25519`, the path of the private key',
    ],
  },
  {
    what: 'user in the host',
    text: planWith(overSsh, reachable(1), reachable(2), ssh(3, '{ host: me@203.0.113.3, key: id }')),
    says: [
      '19:18: error: core-03: ssh.host is not a host name or address (got "me@203.0.113.3")',
      'fix: write `user: me` and `host: 203.0.113.3`',
    ],
  },
  {
    what: 'port in the host',
    text: planWith(overSsh, reachable(1), reachable(2), ssh(3, '{ host: "203.0.113.3:2222", key: id }')),
    says: [
      '19:18: error: core-03: ssh.host holds a port (got "203.0.113.3:2222")',
      'fix: write `host: 203.0.113.3` and `port: 2222`',
    ],
  },
  {
    what: 'an option as host',
    text: planWith(overSsh, reachable(1), reachable(2), ssh(3, '{ host: -oProxyCommand=x, key: id }')),
    says: [
      '19:18: error: core-03: ssh.host is not a host name or address (got "-oProxyCommand=x")',
      'fix: write a host name or an address',
    ],
  },
  {
    what: 'a port out of range',
    text: planWith(overSsh, reachable(1), reachable(2), ssh(3, '{ host: h3, port: 70000, key: id }')),
    says: ['19:28: error: nodes[2].ssh.port must be at most 65535 (got "70000")', 'fix: write at most 65535'],
  },
  {
    what: 'one machine for two nodes',
    text: planWith(overSsh, reachable(1), reachable(2), ssh(3, '{ host: 203.0.113.1, key: id }')),
    says: [
      '19:18: error: core-03: ssh leads to the same machine as core-01\'s (got "203.0.113.1" port 22)',
      'fix: every node needs a machine of its own',
    ],
  },
  {
    what: 'the key itself',
    text: planWith(
      overSsh,
      reachable(1),
      reachable(2),
      ssh(3, `{ host: h3, key: "-----BEGIN OPENSSH PRIVATE KEY-----" }`),
    ),
    says: [
      '19:27: error: core-03: ssh.key is the key itself (got a secret, not shown)',
      'fix: write the path of the file that holds it: `key: ~/.ssh/id_ed25519`',
    ],
  },
  {
    what: 'a host key that is none',
    text: planWith(overSsh, reachable(1), reachable(2), ssh(3, '{ host: h3, key: id, hostKey: "aa:bb:cc" }')),
    says: [
      '19:40: error: core-03: ssh.hostKey is not a host key (got "aa:bb:cc")',
      'fix: write what `ssh-keyscan -t ed25519 HOST` prints after the host name, or leave it out',
    ],
  },
  {
    what: 'source file without file',
    text: planWith(engine('  source: file')),
    says: [
      '6:11: error: engine.source file needs engine.file, the path of the bundle (got "file" alone)',
      'fix: add `file: engine.tar.gz` under `engine:`, or write `source: auto`',
    ],
  },
  {
    what: 'a file without source file',
    text: planWith(engine('  file: engine.tar')),
    says: [
      '6:9: error: engine.file is only for source file, and source is auto (got "engine.tar")',
      'fix: write `source: file` under `engine:`, or remove engine.file',
    ],
  },
  {
    what: 'a number as engine version',
    text: planWith(engine('  version: 20.10')),
    says: [
      '6:12: error: engine.version must be text (got "20.10")',
      'fix: put it in quotes: `version: "20.10"`',
    ],
  },
  {
    what: 'an engine version with v',
    text: planWith(engine('  version: v28.5.1')),
    says: ['6:12: error: engine.version is not a version (got "v28.5.1")', 'fix: write `version: "28.5.1"`'],
  },
  {
    what: 'an engine version that is a word',
    text: planWith(engine('  version: latest')),
    says: [
      '6:12: error: engine.version is not a version (got "latest")',
      'fix: write a version as in "28.5.1", or remove the line for the pinned one',
    ],
  },
  {
    what: 'an engine version nobody reads',
    text: planWith(engine('  source: preinstalled\n  version: 28.5.1')),
    says: [
      '7:12: warning: engine.version says nothing for source preinstalled, which has the version it has (got "28.5.1")',
      'fix: remove engine.version',
    ],
  },
  {
    what: 'a small manager for the monitoring lab',
    text: planWith(['labs: []', 'labs: [monitoring]']),
    says: [
      '8:5: warning: core-01: the monitoring lab needs a manager of 2048 MiB (got 1024)',
      'fix: write `memory: 2048`',
    ],
  },
  {
    what: 'several problems at once',
    text: planWith(
      ['cluster: demo', 'cluster: Demo'],
      ['role: manager', 'role: boss'],
      ['172.17.8.102', '172.17.9.102'],
      ['name: core-03', 'nam: core-03'],
    ),
    says: [
      '2:10: error: cluster is not a valid name (got "Demo")',
      'fix: write `cluster: demo`: use lower-case letters, digits and hyphens, as in core-01',
      '9:11: error: nodes[0].role must be one of manager, worker (got "boss")',
      'fix: write `role: manager`',
      '13:14: error: core-02: the address is outside network.subnet 172.17.8.0/24 (got "172.17.9.102")',
      'fix: write `address: 172.17.8.104`, which is free',
      '14:5: error: unknown key in nodes[2] (got "nam")',
      'fix: did you mean name?',
    ],
  },
];
