import test, { type ExecutionContext } from 'ava';
import { aptScript } from '../../src/engine/apt-script.ts';
import { FakeSystem } from '../_helpers/fake-system.ts';

/** A Debian system whose apt-get is a shell script, which has `$root`, and in `$command` its words without our options. */
function debian(t: ExecutionContext, aptGet: string): FakeSystem {
  const system = new FakeSystem(t);
  const command = `command=$*; command=\${command##*Timeout=20 }`;
  return system
    .program('timeout', 'shift; "$@"')
    .program('sleep')
    .program('dpkg', `: >${system.root}/mended`)
    .program('apt-get', `root=${system.root}; ${command}\n${aptGet}`);
}

/** Runs the script; returns its exit code, what it said, and what it ran, without the options that every call has. */
function install(system: FakeSystem, mode: 'repair' | 'leave' = 'repair') {
  const output = system.run(`(set -- ${mode} iptables; ${aptScript}); echo "exit $?"`);
  const [, said = '', code] = /^([\s\S]*)exit (\d+)\n$/.exec(output) ?? [];
  const ran = system.calls
    .filter((call) => !call.startsWith('timeout'))
    .map((call) => call.replace(/ -q -y .*Timeout=20/, ''));
  return { code: Number(code), said, ran };
}

const fetch = 'apt-get --download-only install iptables';
const update = 'apt-get update';
const place = 'apt-get install iptables';
const mend = 'dpkg --force-confdef --force-confold --configure -a';
const notFound = "echo 'E: Unable to locate package iptables'; exit 100";
const interrupted = `echo "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem."; exit 100`;

test('with lists that are good it fetches and installs, and no more', (t) => {
  const system = debian(t, 'echo done');
  t.deepEqual(install(system), { code: 0, said: 'done\ndone\n', ran: [fetch, place] });
});

test('nothing is asked, removed or recommended, and only what waits for the network has an end', (t) => {
  const system = debian(t, '[ "$DEBIAN_FRONTEND $NEEDRESTART_SUSPEND $LC_ALL" = "noninteractive 1 C" ]');
  t.is(install(system).code, 0);
  const [download = '', placing = ''] = system.calls.filter((call) => call.startsWith('timeout'));
  t.regex(download, /^timeout 180 apt-get -q -y .*--download-only install iptables$/);
  t.regex(placing, /^timeout 0 apt-get -q -y .* install iptables$/);
  for (const option of [
    'DPkg::Lock::Timeout=60',
    'Dpkg::Options::=--force-confold',
    'APT::Install-Recommends=false',
    'APT::Get::Remove=false',
  ])
    t.true(placing.includes(` -o ${option} `), option);
});

test('where lists are absent or old they are fetched, once', (t) => {
  const system = debian(
    t,
    `case $command in update) : >$root/lists ;; *) [ -e $root/lists ] || { ${notFound}; } ;; esac`,
  );
  const { code, ran } = install(system);
  t.deepEqual([code, ran], [0, [fetch, update, fetch, place]]);
});

test('what cannot be fetched is not installed, and all that apt-get said is printed', (t) => {
  const system = debian(
    t,
    `case $command in update) echo "W: Failed to fetch http://deb.debian.org/" ;; *) ${notFound} ;; esac`,
  );
  const { code, said, ran } = install(system);
  t.deepEqual([code, ran], [1, [fetch, update, fetch]]);
  t.is(
    said,
    'E: Unable to locate package iptables\nW: Failed to fetch http://deb.debian.org/\nE: Unable to locate package iptables\n',
  );
});

test('a dpkg that was interrupted is brought to its end first', (t) => {
  const system = debian(t, `[ -e $root/mended ] || { ${interrupted}; }`);
  const { code, ran } = install(system);
  t.deepEqual([code, ran], [0, [fetch, mend, fetch, place]]);
});

test('where it may not be repaired, an interrupted dpkg stays as it is', (t) => {
  const { code, said, ran } = install(debian(t, interrupted), 'leave');
  t.is(code, 1);
  t.regex(said, /dpkg was interrupted/);
  t.false(ran.includes(mend));
  t.false(ran.includes(update));
});

for (const lock of ['/var/lib/apt/lists/lock', '/var/cache/apt/archives/lock']) {
  const held = `echo 'E: Could not get lock ${lock}. It is held by process 4 (apt-get)'; exit 100`;

  test(`${lock} is waited for`, (t) => {
    const system = debian(t, `[ -e $root/free ] || { : >$root/free; ${held}; }`);
    const { code, ran } = install(system);
    t.deepEqual([code, ran], [0, [fetch, 'sleep 3', fetch, place]]);
  });

  test(`${lock} is not waited for longer than a minute`, (t) => {
    const { code, ran } = install(debian(t, held));
    t.is(code, 1);
    t.is(ran.slice(0, ran.indexOf(update)).filter((call) => call === 'sleep 3').length, 19);
  });
}

test("dpkg's lock is waited for by apt-get itself", (t) => {
  const held =
    "echo 'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4 (apt)'; exit 100";
  const { code, ran } = install(debian(t, held));
  t.deepEqual([code, ran], [1, [fetch, update, fetch]]);
});

test('a network that swallows everything is given up', (t) => {
  const { code, said } = install(debian(t, 'echo Ign:1; exit 124'));
  t.is(code, 1);
  t.true(said.endsWith('Ign:1\nE: no end after 180 s\n'));
});
