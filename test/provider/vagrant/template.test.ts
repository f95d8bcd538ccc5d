import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { renderVagrantfile } from '../../../src/provider/vagrant/template.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { installed } from '../../_helpers/installed.ts';
import { topology } from '../../_helpers/topology.ts';

const hostileName = '\'"; #{raise "pwned"} #$0 \\ \r\n__END__\nend 🐳 {{name}}';

function hostileTopology() {
  const plain = topology();
  return topology({
    cluster: hostileName,
    nodes: plain.nodes.map((node) => ({ ...node, name: `${node.name}${hostileName}` })),
    vagrant: { box: hostileName, provider: 'libvirt' },
  });
}

test('every node stands there with its address and its size', (t) => {
  const text = renderVagrantfile(topology());
  for (const line of [
    "{ name: 'core-01', address: '172.17.8.101', cpus: 1, memory: 1024 },",
    "{ name: 'core-02', address: '172.17.8.102', cpus: 1, memory: 1024 },",
    "{ name: 'core-03', address: '172.17.8.103', cpus: 1, memory: 1024 },",
    "prefix = 'swarmlab-lab-'",
    "config.vm.box = 'bento/debian-13'",
    "netmask: '255.255.255.0'",
  ]) {
    t.true(text.includes(line), line);
  }
  t.notRegex(text, /\{\{|VAGRANT_DEFAULT_PROVIDER/);
});

test('a narrower lab network gets its netmask, and a hypervisor that was chosen is the default one', (t) => {
  const plain = topology({ vagrant: { box: 'debian/bookworm64', provider: 'libvirt' } });
  const text = renderVagrantfile({ ...plain, network: { ...plain.network, subnet: '172.17.8.96/27' } });
  t.true(text.includes("netmask: '255.255.255.224'"));
  t.true(text.includes("ENV['VAGRANT_DEFAULT_PROVIDER'] ||= 'libvirt'"));
});

test('every hypervisor of the course has its block', (t) => {
  const text = renderVagrantfile(topology());
  for (const name of ['virtualbox', 'libvirt', 'vmware_desktop', 'parallels'])
    t.true(text.includes(`provider '${name}'`));
});

const withRuby = installed('ruby') ? test : test.skip;

for (const [title, plan] of [
  ['usual', topology()],
  ['hostile', hostileTopology()],
] as const) {
  withRuby(`ruby -c finds nothing wrong with ${title} names`, (t) => {
    const { stdout, stderr } = spawnSync('ruby', ['-wc', '-'], { input: renderVagrantfile(plan) });
    t.is(`${stdout}${stderr}`.trim(), 'Syntax OK');
  });
}

// Stands in for Vagrant: takes every call and remembers what was said.
const recorder = `
class Recorder
  def method_missing(name, *args, **named)
    $said << [name, args, named]
    yield Recorder.new if block_given?
    Recorder.new
  end
  def respond_to_missing?(*) = true
end
$said = []
module Vagrant
  def self.configure(_) = yield(Recorder.new)
end
load ARGV[0]
require 'json'
print JSON.generate($said.map { |name, args, named| [name, args.map(&:to_s), named.transform_values(&:to_s)] })
`;

withRuby('hostile names reach Vagrant letter by letter, and nothing in them runs', async (t) => {
  const folder = await temporaryFolder(t);
  const file = path.join(folder, 'Vagrantfile');
  const plan = hostileTopology();
  await writeFile(file, renderVagrantfile(plan));
  const { stdout, stderr } = spawnSync('ruby', ['-e', recorder, file]);
  t.is(stderr.toString(), '');
  const said: [string, string[], Record<string, string>][] = JSON.parse(stdout.toString());
  const names = plan.nodes.map((node) => node.name);
  const argumentsOf = (call: string) => said.filter(([name]) => name === call).map(([, args]) => args[0]);
  t.deepEqual(argumentsOf('define'), names);
  t.deepEqual(argumentsOf('hostname='), names);
  t.deepEqual(argumentsOf('box='), [hostileName]);
  t.deepEqual(
    said.filter(([name]) => name === 'network').map(([, , named]) => named.ip),
    plan.nodes.map((node) => node.address),
  );
});

const withVagrant = installed('vagrant') ? test : test.skip;

for (const key of ['before our key is there', 'with our key']) {
  withVagrant(`vagrant validate finds nothing wrong, ${key}`, async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(path.join(folder, 'Vagrantfile'), renderVagrantfile(topology()));
    if (key.startsWith('with ')) {
      await mkdir(path.join(folder, '.swarmlab'));
      await writeFile(path.join(folder, '.swarmlab/id_ed25519'), 'private', { mode: 0o600 });
      await writeFile(path.join(folder, '.swarmlab/id_ed25519.pub'), 'ssh-ed25519 AAAA swarmlab\n');
    }
    // Without -p Vagrant wants a hypervisor on this computer.
    const { stdout, stderr, status } = spawnSync('vagrant', ['validate', '-p'], {
      cwd: folder,
      env: { ...process.env, VAGRANT_HOME: path.join(folder, 'home'), VAGRANT_CHECKPOINT_DISABLE: '1' },
    });
    t.is(status, 0, `${stdout}${stderr}`);
    t.regex(stdout.toString(), /Vagrantfile validated successfully/);
  });
}
