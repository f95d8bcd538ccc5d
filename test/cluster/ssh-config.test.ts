import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { sshConfig } from '../../src/cluster/ssh-config.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const resolved = async (t: ExecutionContext, text: string, host: string) => {
  const file = path.join(await temporaryFolder(t), 'config');
  writeFileSync(file, text);
  const { stdout, stderr, status } = spawnSync('ssh', ['-G', '-F', file, host], { encoding: 'utf8' });
  return { stdout, stderr, status };
};

test("OpenSSH reads each node's host, port, user, key and pinned host key out of it", async (t) => {
  const keyFile = '/home/me/my "lab" 100%/.swarmlab/id_ed25519';
  const text = sshConfig(
    { folder: '/home/me/lab', knownHostsFile: '/home/me/a b/.swarmlab/known_hosts' },
    new Map([['core-01', { host: '127.0.0.1', port: 2201, user: 'root', keyFile }]]),
  );
  const { stdout, stderr, status } = await resolved(t, text, 'core-01');
  t.is(status, 0, stderr);
  for (const line of [
    'hostname 127.0.0.1',
    'port 2201',
    'user root',
    'hostkeyalias core-01',
    'stricthostkeychecking true',
    'userknownhostsfile /home/me/a b/.swarmlab/known_hosts',
  ]) {
    t.true(stdout.includes(`${line}\n`), `${line} in\n${stdout}`);
  }
  t.regex(stdout, /identityfile \/home\/me\/my "lab" 100%{1,2}\/\.swarmlab\/id_ed25519/);
});

test('a node behind a proxy gets a ProxyCommand', async (t) => {
  const proxyCommand = ['ssh', '-W', '127.0.0.1:2201', 'me@host'] as const;
  const endpoint = { host: '127.0.0.1', port: 2201, user: 'root', keyFile: '/k', proxyCommand };
  const text = sshConfig({ folder: '/f', knownHostsFile: '/h' }, new Map([['core-01', endpoint]]));
  t.true(
    (await resolved(t, text, 'core-01')).stdout.includes('proxycommand ssh -W 127.0.0.1:2201 me@host\n'),
  );
});

test("other hosts keep the user's own configuration, which means nothing to the nodes", async (t) => {
  const home = await temporaryFolder(t);
  const own = path.join(home, 'config');
  writeFileSync(
    own,
    'Host bastion\n  HostName 192.0.2.7\n  Port 2222\nHost *\n  User me\n  ProxyJump bastion\n',
  );
  const endpoint = { host: '127.0.0.1', port: 2201, user: 'root', keyFile: '/k' };
  const nodes = new Map(['core-01', 'core-02'].map((name) => [name, endpoint]));
  const text = sshConfig({ folder: '/f', knownHostsFile: '/h' }, nodes).replace('~/.ssh/config', own);
  const bastion = (await resolved(t, text, 'bastion')).stdout;
  t.regex(bastion, /^hostname 192\.0\.2\.7$/m);
  t.regex(bastion, /^port 2222$/m);
  t.regex(bastion, /^user me$/m);
  for (const name of nodes.keys()) {
    const node = (await resolved(t, text, name)).stdout;
    t.regex(node, /^user root$/m);
    t.notRegex(node, /^proxyjump/m);
  }
});

test("a folder's name cannot add lines to the configuration", async (t) => {
  const text = sshConfig({ folder: '/f\nProxyCommand evil', knownHostsFile: '/h' }, new Map());
  t.notRegex(text, /^ProxyCommand/m);
});

test('percent signs in a ProxyCommand stay what they are', async (t) => {
  const proxyCommand = ['nc', '100%h'] as const;
  const endpoint = { host: '127.0.0.1', port: 2201, user: 'root', keyFile: '/k', proxyCommand };
  const text = sshConfig({ folder: '/f', knownHostsFile: '/h' }, new Map([['core-01', endpoint]]));
  t.regex(text, /ProxyCommand nc 100%%h/);
});
