import test from 'ava';
import { parseSshConfig } from '../../../src/provider/vagrant/ssh-config.ts';

const output = `Host core-01
  HostName 127.0.0.1
  User vagrant
  Port 2222
  UserKnownHostsFile /dev/null
  StrictHostKeyChecking no
  PasswordAuthentication no
  IdentityFile "/home/me/a b/.swarmlab/id_ed25519"
  IdentityFile /home/me/.vagrant.d/insecure_private_key
  IdentitiesOnly yes
  LogLevel FATAL

Host core-02
  HostName 192.168.121.17
  User vagrant
  Port 22
  ProxyCommand ssh 'kvm.example' -l 'me' -W %h:%p

`;

test('each machine has its host, port, user and proxy', (t) => {
  t.deepEqual(
    [...parseSshConfig(output)],
    [
      ['core-01', { host: '127.0.0.1', user: 'vagrant', port: 2222 }],
      [
        'core-02',
        {
          host: '192.168.121.17',
          user: 'vagrant',
          port: 22,
          proxyCommand: "ssh 'kvm.example' -l 'me' -W 192.168.121.17:22",
        },
      ],
    ],
  );
});

test('Windows line ends, other spellings and quotes are read too', (t) => {
  const text = '# made\r\nhost core-01\r\n\thostname = "::1"\r\n\tUSER=me\r\n\tUser other\r\n';
  t.deepEqual([...parseSshConfig(text)], [['core-01', { host: '::1', user: 'me', port: 22 }]]);
});

test('a block that does not say how to reach its machine is left out', (t) => {
  t.is(parseSshConfig('Host core-01\n  Port 22\n\nnonsense\nHostName x\n').size, 0);
});

test("a proxy's tokens are filled in as OpenSSH does it", (t) => {
  const config = 'Host a\n HostName 10.0.0.1\n User me\n Port 2201\n ProxyCommand nc -x %% %h %p %r@%n %z\n';
  t.is(parseSshConfig(config).get('a')?.proxyCommand, 'nc -x % 10.0.0.1 2201 me@a %z');
});
