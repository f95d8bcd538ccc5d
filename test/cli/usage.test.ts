import test from 'ava';
import { run } from '../../src/cli/run.ts';
import { FakeIo } from '../_helpers/fake-io.ts';
import { labFolder } from '../_helpers/lab-folder.ts';

// What is typed, what the sentence says, what the fix says.
const wrong: [string, RegExp, RegExp][] = [
  ['pu', /unknown command 'pu'/, /Did you mean up\?/],
  ['frobnicate', /unknown command 'frobnicate'/, /swarmlab --help/],
  ['--frob', /unknown option '--frob'/, /swarmlab --help/],
  ['-C', /option '-C, --directory <folder>' argument missing/, /swarmlab --help/],
  ['up --drry-run', /unknown option '--drry-run'/, /Did you mean --dry-run\?/],
  ['up core-01', /too many arguments for 'up': expected 0 arguments but got 1/, /swarmlab up --help/],
  ['up -x', /unknown option '-x'/, /swarmlab up --help/],
  ['status --jsno', /unknown option '--jsno'/, /Did you mean --json\?/],
  ['down --keep', /unknown option '--keep'/, /swarmlab down --help/],
  ['ssh', /missing required argument 'node'/, /swarmlab ssh --help/],
  [
    'ssh core-1 true',
    /there is no node "core-1"/,
    /Did you mean core-01\? Nodes are: core-01, core-02, core-03/,
  ],
  ['ssh zzzzzzzz', /there is no node "zzzzzzzz"/, /^ {2}fix: Nodes are: core-01/m],
  ['logs', /missing required argument 'node'/, /swarmlab logs --help/],
  ['logs core-01 --tail', /argument missing/, /swarmlab logs --help/],
  ['logs core-01 --tail many', /--tail: "many" is not a whole number/, /--tail 100/],
  ['logs core-01 -n -5', /--tail: "-5" is not a whole number/, /--tail 100/],
  ['logs core-04', /there is no node "core-04"/, /Did you mean core-0\d\?/],
  ['forward', /missing required argument '\[node:\]port'/, /swarmlab forward --help/],
  ['forward http', /the port: "http" is not a whole number from 1 to 65535/, /8080/],
  ['forward 0', /the port: "0" is not/, /8080/],
  ['forward 65536', /the port: "65536" is not/, /8080/],
  ['forward core-01:', /the port: "" is not/, /8080/],
  ['forward :8080', /":8080" is not \[NODE:\]PORT/, /core-02:8080/],
  ['forward a:b:80', /"a:b:80" is not \[NODE:\]PORT/, /core-02:8080/],
  ['forward 8080 --local 1e3', /--local: "1e3" is not a whole number/, /8080/],
  ['open', /missing required argument 'service'/, /swarmlab open --help/],
  ['open a b', /too many arguments for 'open'/, /swarmlab open --help/],
  ['env --shell tcsh', /option '--shell <shell>' cannot be 'tcsh'/, /It is one of bash, zsh, fish/],
  ['completion', /missing required argument 'shell'/, /swarmlab completion --help/],
  ['completion powershell', /argument 'shell' cannot be 'powershell'/, /It is one of bash, zsh, fish/],
  ['schema topology', /too many arguments for 'schema'/, /swarmlab schema --help/],
  ['lab chekc', /unknown command 'chekc'/, /Did you mean check\? `swarmlab lab --help`/],
  ['lab check', /no lab was started yet/, /swarmlab lab start/],
  ['lab check whomai', /no lab named "whomai"/, /Did you mean whoami/],
  ['lab hint 01 convergd', /01-whoami has no check "convergd"/, /Did you mean converged\?/],
  ['lab start 01 --as <a@b>', /--as names nobody/, /Ada Lovelace/],
  ['lab text 01 --lang de', /option '--lang <language>' cannot be 'de'/, /It is one of en, ko/],
  ['-C missing ssh core-01', /no swarmlab\.yaml in .*missing/, /swarmlab init/],
  ['ssh -C missing core-01', /no swarmlab\.yaml in .*missing/, /swarmlab init/],
  ['env -C swarmlab.yaml', /no swarmlab\.yaml in .*swarmlab\.yaml/, /swarmlab init/],
];

for (const [line, sentence, fix] of wrong) {
  test(`\`swarmlab ${line}\` is bad use: one sentence, one fix, exit code 2`, async (t) => {
    const { folder } = await labFolder(t);
    const io = new FakeIo(folder);
    t.is(await run(line.split(' '), io), 2);
    t.is(io.out, '');
    t.regex(io.err, sentence);
    t.regex(io.err, fix);
    t.regex(io.err, /^error: .* \[E_[A-Z_]+\]\n {2}fix: .+\n$/);
  });
}

test('control characters in a wrong word do not reach the terminal', async (t) => {
  const io = new FakeIo();
  t.is(await run(['\u001b[31mred'], io), 2);
  t.false(io.err.includes('\u001b'));
});

test('help is a result, and goes to standard output', async (t) => {
  const io = new FakeIo();
  t.is(await run(['--help'], io), 0);
  t.regex(io.out, /Usage: swarmlab/);
  t.is(io.err, '');
});

test('without a command the help is shown, and it counts as bad use', async (t) => {
  const io = new FakeIo();
  t.is(await run([], io), 2);
  t.is(io.out, '');
  t.regex(io.err, /Usage: swarmlab/);
});

test('each command has help that names its arguments', async (t) => {
  for (const command of ['ssh', 'logs', 'forward', 'open', 'env', 'completion', 'schema']) {
    const io = new FakeIo();
    t.is(await run([command, '--help'], io), 0);
    t.regex(io.out, new RegExp(`Usage: swarmlab ${command}`));
  }
});

test("init's help says which box is the default, and whom it serves", async (t) => {
  const io = new FakeIo();
  await run(['init', '--help'], io);
  const help = io.out.replaceAll(/\s+/g, ' ');
  t.regex(
    help,
    /--box <name> provider vagrant: the box \(default: Debian 13, bento\/debian-13 for VirtualBox, VMware and/,
  );
  t.regex(help, /cloud-image\/debian-13 for libvirt/);
});

test("in a shell that speaks to a cluster, swarmlab itself uses the user's own Docker host", async (t) => {
  const shell = {
    PATH: '/lab/.swarmlab/bin:/bin',
    SWARMLAB_BIN: '/lab/.swarmlab/bin',
    SWARMLAB_NODE: 'core-01',
  };
  const io = new FakeIo('/nowhere', { ...shell, DOCKER_HOST: 'ssh://core-01' });
  await run(['--version'], io);
  t.is(io.env.DOCKER_HOST, undefined);
  t.is(io.env.PATH, '/bin');
});
