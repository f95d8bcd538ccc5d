import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { hostsFile, labHosts } from '../../src/cluster/hosts-file.ts';

const nodes = [
  { name: 'core-01', address: '172.17.8.101' },
  { name: 'core-02', address: '172.17.8.102' },
];
const names = { nodes, hosts: ['counter.swarm.test'] };
const block = `# swarmlab: begin (written by \`swarmlab up\`; changes in here are lost)
172.17.8.101 core-01
172.17.8.102 core-02
172.17.8.101 counter.swarm.test
# swarmlab: end
`;

/** As Vagrant leaves it on Debian. */
const ofVm = `127.0.0.1 localhost
127.0.1.1 core-01 core-01
127.0.2.1 core-01 box # made by hand

# for IPv6
::1 localhost ip6-localhost`;

test('the names stand on top, and no other line leads a node’s name elsewhere', (t) => {
  const rest = `127.0.0.1 localhost
127.0.2.1 box # made by hand

# for IPv6
::1 localhost ip6-localhost`;
  t.is(hostsFile(`${ofVm}\n`, names, { alone: true }), `${block}${rest}\n`);
});

test('on machines that are not ours the other lines stay as they are', (t) => {
  t.is(hostsFile(`${ofVm}\n`, names, { alone: false }), `${block}${ofVm}\n`);
});

test('written again it is the same, and what is no longer in the plan goes', (t) => {
  const once = hostsFile(`${ofVm}\n`, names, { alone: true });
  t.is(hostsFile(once, names, { alone: true }), once);
  const fewer = hostsFile(once, { nodes: nodes.slice(0, 1), hosts: [] }, { alone: true });
  t.false(fewer.includes('core-02'));
  t.is(fewer.match(/swarmlab: begin/g)?.length, 1);
});

test('a block that lost its end is left to whoever broke it, and another one is put on top', (t) => {
  const broken = '# swarmlab: begin\n127.0.0.1 localhost\n';
  t.is(hostsFile(broken, names, { alone: true }), `${block}${broken}`);
});

test('every host that the labs speak of has its name on the nodes, but the one that is nobody', async (t) => {
  const known = [...(await labHosts()), 'nobody.swarm.test'];
  t.true(known.includes('counter.swarm.test'));
  const files = readdirSync('labs', { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
  for (const file of files) {
    const text = readFileSync(path.join(file.parentPath, file.name), 'utf8');
    for (const [host] of text.matchAll(/[a-z0-9-]+\.swarm\.test/g))
      t.true(known.includes(host), `${file.name}: ${host} is not in labs/hosts.json`);
  }
});
