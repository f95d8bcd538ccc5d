import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { vagrantProvider } from '../../../src/provider/vagrant/provider.ts';
import { FakeRunner } from '../../_helpers/fake-runner.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { topology } from '../../_helpers/topology.ts';

/** As Vagrant 2.3.4 prints it. */
function status(...states: string[]): string {
  const lines = states.flatMap((state, i) => {
    const [name, stamp] = [`core-0${i + 1}`, 1795231235];
    return [
      `${stamp},${name},metadata,provider,virtualbox`,
      `${stamp},${name},provider-name,virtualbox`,
      `${stamp},${name},state,${state}`,
      `${stamp},${name},state-human-short,${state}`,
      `${stamp},${name},state-human-long,The VM is ${state}%!(VAGRANT_COMMA) and so on.\\n`,
    ];
  });
  return `${lines.join('\n')}\n1795231235,,ui,info,Current machine states:\\n\\ncore-01 x (virtualbox)\n`;
}

function sshConfig(...names: string[]): string {
  return names
    .map((name) => `Host ${name}\n  HostName 127.0.0.1\n  User vagrant\n  Port 22${name.slice(-2)}\n\n`)
    .join('');
}

const names = ['core-01', 'core-02', 'core-03'];

/** No machine is there, and Vagrant makes whatever it is asked for. */
function nothingYet(runner: FakeRunner): FakeRunner {
  return runner
    .on(/^vagrant status/, { stdout: status('not_created', 'not_created', 'not_created') })
    .on(/^vagrant up/)
    .on(/^vagrant ssh-config/, { stdout: sshConfig(...names) });
}

async function setUp(t: ExecutionContext, changes: Parameters<typeof topology>[0] = {}) {
  const folder = await temporaryFolder(t);
  await writeFile(path.join(folder, 'Vagrantfile'), '');
  const runner = new FakeRunner();
  const forgotten: string[] = [];
  const forgetHostKey = (name: string) => void forgotten.push(name);
  const clock = { time: 0 };
  const now = () => clock.time;
  const make = () =>
    vagrantProvider({
      topology: topology(changes),
      folder,
      runner,
      keyFile: '/keys/ours',
      forgetHostKey,
      now,
    });
  return { folder, runner, forgotten, clock, make, provider: make() };
}

test("Vagrant's words for states become ours", async (t) => {
  const { runner, provider } = await setUp(t);
  runner.on(/^vagrant status/, { stdout: status('running', 'poweroff', 'not_created') });
  t.deepEqual(
    [...(await provider.list())],
    [
      ['core-01', 'running'],
      ['core-02', 'stopped'],
      ['core-03', 'missing'],
    ],
  );
  t.deepEqual(runner.ran, ['vagrant status --machine-readable core-01 core-02 core-03']);
});

test('who asks for the machines right after somebody else did costs no run of Vagrant; later it is asked again', async (t) => {
  const { runner, clock, provider } = await setUp(t);
  runner.on(/^vagrant status/, { stdout: status('running', 'running', 'running') });
  await provider.list();
  await provider.list();
  t.is(runner.ran.length, 1);
  clock.time += 3000;
  await provider.list();
  t.is(runner.ran.length, 2);
});

test('one vagrant up serves all machines, and each reports what concerns it', async (t) => {
  const { folder, runner, provider } = await setUp(t);
  runner
    .on(/^vagrant status/, { stdout: status('not_created', 'poweroff', 'not_created') })
    .on(/^vagrant up/, {
      stdout: [
        "Bringing machine 'core-01' up with 'virtualbox' provider...",
        "==> core-01: Importing base box 'bento/debian-13'...",
        '==> core-02: Booting VM...',
        '    core-02: SSH address: 127.0.0.1:2202',
        '==> core-03: Machine booted and ready!',
      ].join('\n'),
    })
    .on(/^vagrant ssh-config/, { stdout: sshConfig(...names) });
  const heard: string[] = [];
  const endpoints = await Promise.all(
    names.map((name) => provider.ensure(name, (line) => heard.push(`${name} ${line}`))),
  );
  t.deepEqual(runner.ran.slice(0, 2), [
    'vagrant status --machine-readable core-01 core-02 core-03',
    'vagrant up core-01 core-02 core-03',
  ]);
  t.deepEqual(
    runner.ran.slice(2).sort(),
    names.map((name) => `vagrant ssh-config ${name}`),
  );
  t.deepEqual(heard, [
    "core-01 Importing base box 'bento/debian-13'...",
    'core-02 Booting VM...',
    'core-02 SSH address: 127.0.0.1:2202',
    'core-03 Machine booted and ready!',
  ]);
  t.deepEqual(endpoints[1], { host: '127.0.0.1', port: 2202, user: 'vagrant', keyFile: '/keys/ours' });
  t.true(runner.commands.every((command) => command.cwd === folder));
});

test('a machine is handed on as soon as it lets our key in, and does not wait for the others', async (t) => {
  const { runner, provider } = await setUp(t);
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  nothingYet(runner).on(/^vagrant up/, async ({ onLine }) => {
    onLine?.('==> core-02: Running provisioner: swarmlab-key (shell)...');
    onLine?.('    core-02: swarmlab: ready');
    await finished;
    return {};
  });
  const coming = names.map((name) => provider.ensure(name, () => {}));
  t.is((await coming[1])?.port, 2202);
  t.is(await Promise.race([...coming.filter((_, i) => i !== 1), 'nobody']), 'nobody');
  finish();
  t.deepEqual(
    (await Promise.all(coming)).map(({ port }) => port),
    [2201, 2202, 2203],
  );
});

test('when the last machine is handed on, Vagrant is no longer at work', async (t) => {
  const { runner, provider } = await setUp(t);
  let ended = false;
  nothingYet(runner).on(/^vagrant up/, async ({ onLine }) => {
    for (const name of names) onLine?.(`    ${name}: swarmlab: ready`);
    await new Promise(setImmediate);
    ended = true;
    return {};
  });
  await Promise.all(names.map((name) => provider.ensure(name, () => {})));
  t.true(ended);
});

test('where Vagrant fails on one machine, those that are ready are handed on all the same', async (t) => {
  const { runner, provider, make } = await setUp(t);
  runner
    .on(/^vagrant status/, { stdout: status('not_created', 'not_created', 'not_created') })
    .on(/^vagrant up/, {
      exitCode: 1,
      stdout: '    core-01: swarmlab: ready\n    core-03: swarmlab: ready\n',
      stderr: "The guest machine entered an invalid state. The machine is in the 'shutoff' state.\n",
    })
    .on(/^vagrant ssh-config/, { stdout: sshConfig(...names) })
    .on(/^vagrant destroy/);
  const ends = await Promise.allSettled(names.map((name) => provider.ensure(name, () => {})));
  t.deepEqual(
    ends.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  runner.on(/^vagrant status/, { stdout: status('running', 'poweroff', 'running') }).on(/^vagrant up/);
  await make().ensure('core-02', () => {});
  const ran = runner.ran.slice(-5);
  t.deepEqual(ran.slice(0, 2), [
    'vagrant status --machine-readable core-01 core-02 core-03',
    'vagrant destroy --force core-02',
  ]);
  // They run at the same time.
  t.deepEqual(ran.slice(2, 4).sort(), ['vagrant ssh-config core-01 core-03', 'vagrant up core-02']);
  t.is(ran[4], 'vagrant ssh-config core-02');
});

test('the host key of a machine that is made anew is forgotten, and no other', async (t) => {
  const { runner, provider, make, forgotten } = await setUp(t);
  nothingYet(runner);
  await Promise.all(names.map((name) => provider.ensure(name, () => {})));
  t.deepEqual(forgotten.splice(0), names);
  runner.on(/^vagrant status/, { stdout: status('running', 'poweroff', 'not_created') });
  await make().ensure('core-03', () => {});
  t.deepEqual(forgotten, ['core-03']);
});

test('a machine that somebody else brought up is never removed', async (t) => {
  const { runner, provider } = await setUp(t);
  runner
    .on(/^vagrant status/, { stdout: status('running', 'running', 'poweroff') })
    .on(/^vagrant up/)
    .on(/^vagrant ssh-config/, { stdout: sshConfig(...names) });
  await provider.ensure('core-01', () => {});
  t.true(runner.ran.includes('vagrant up core-01 core-02 core-03'));
  t.false(runner.ran.some((line) => line.includes('destroy')));
});

test('machines that run are left alone the second time', async (t) => {
  const { runner, provider, make } = await setUp(t);
  nothingYet(runner);
  await Promise.all(names.map((name) => provider.ensure(name, () => {})));
  runner.on(/^vagrant status/, { stdout: status('running', 'running', 'running') });
  const before = runner.ran.length;
  await make().ensure('core-02', () => {});
  t.deepEqual(
    runner.ran.slice(before).filter((line) => /up/.test(line)),
    [],
  );
});

test('only what was stopped is started again', async (t) => {
  const { runner, provider, make } = await setUp(t);
  nothingYet(runner);
  await Promise.all(names.map((name) => provider.ensure(name, () => {})));
  runner.on(/^vagrant status/, { stdout: status('running', 'aborted', 'running') });
  await make().ensure('core-02', () => {});
  t.is(runner.ran.filter((line) => line === 'vagrant up core-02').length, 1);
});

/** A cluster of which a `vagrant up` was cut off while it made core-01, which runs. */
async function cutOff(t: ExecutionContext) {
  const { runner, provider, make, folder } = await setUp(t);
  nothingYet(runner)
    .on(/^vagrant up/, () => {
      throw new SwarmlabError('E_INTERRUPTED', 'vagrant was interrupted', { fix: 'Run it again.' });
    })
    .on(/^vagrant (destroy|halt)/);
  await t.throwsAsync(
    provider.ensure('core-01', () => {}),
    { message: /interrupted/ },
  );
  runner.on(/^vagrant status/, { stdout: status('running', 'not_created', 'not_created') }).on(/^vagrant up/);
  return { runner, make, folder };
}

test('a machine whose making was cut off is as good as missing, and is made anew', async (t) => {
  const { runner, make } = await cutOff(t);
  const provider = make();
  t.is((await provider.list()).get('core-01'), 'missing');
  const heard: string[] = [];
  await provider.ensure('core-01', (line) => heard.push(line));
  t.deepEqual(
    runner.ran.filter((line) => /up|destroy/.test(line)),
    [
      'vagrant up core-01 core-02 core-03',
      'vagrant destroy --force core-01',
      'vagrant up core-01 core-02 core-03',
    ],
  );
  t.regex(heard[0] ?? '', /only half made/);
});

test('what is left of it goes with the others', async (t) => {
  const { runner, make } = await cutOff(t);
  await make().stop();
  await make().destroy();
  t.true(runner.ran.includes('vagrant halt core-01'));
  t.true(runner.ran.includes('vagrant destroy --force core-01'));
});

test('a machine that Vagrant itself was later brought to the end with is kept', async (t) => {
  const { runner, make, folder } = await cutOff(t);
  const machine = path.join(folder, '.vagrant/machines/core-01/virtualbox');
  await mkdir(machine, { recursive: true });
  await writeFile(path.join(machine, 'id'), '4711');
  await writeFile(path.join(machine, 'action_provision'), '1.5:4712');
  t.is((await make().list()).get('core-01'), 'missing', 'the note is of another machine');
  await writeFile(path.join(machine, 'action_provision'), '1.5:4711');
  const provider = make();
  t.is((await provider.list()).get('core-01'), 'running');
  await provider.ensure('core-01', () => {});
  t.false(runner.ran.some((line) => line.includes('destroy')));
});

test('a machine whose start was cut off is brought up again, and keeps what is on it', async (t) => {
  const { runner, provider, make } = await setUp(t);
  nothingYet(runner);
  await Promise.all(names.map((name) => provider.ensure(name, () => {})));
  runner.on(/^vagrant status/, { stdout: status('running', 'poweroff', 'running') });
  runner.on(/^vagrant up/, () => {
    throw new SwarmlabError('E_INTERRUPTED', 'vagrant was interrupted', { fix: 'Run it again.' });
  });
  await t.throwsAsync(make().ensure('core-02', () => {}));
  runner.on(/^vagrant status/, { stdout: status('running', 'running', 'running') }).on(/^vagrant up/);
  await make().ensure('core-02', () => {});
  t.is(runner.ran.filter((line) => line === 'vagrant up core-02').length, 2);
  t.false(runner.ran.some((line) => line.includes('destroy')));
});

test('the hypervisor of swarmlab.yaml is the one that Vagrant takes', async (t) => {
  const { runner, provider } = await setUp(t, { vagrant: { box: 'b', provider: 'libvirt' } });
  runner.on(/^vagrant status/, { stdout: status('running', 'running', 'running') });
  await provider.list();
  t.is(runner.commands[0]?.env?.VAGRANT_DEFAULT_PROVIDER, 'libvirt');
});

test('endpoints of running machines are asked for once; one that is off is named', async (t) => {
  const { runner, provider } = await setUp(t);
  runner
    .on(/^vagrant status/, { stdout: status('running', 'running', 'poweroff') })
    .on(/^vagrant ssh-config/, { stdout: sshConfig('core-01', 'core-02') });
  const [first, second] = await Promise.all([provider.endpoint('core-01'), provider.endpoint('core-02')]);
  t.deepEqual([first?.port, second?.port], [2201, 2202]);
  await t.throwsAsync(provider.endpoint('core-03'), { code: 'E_NO_MACHINES', message: /core-03/ });
  t.deepEqual(runner.ran, [
    'vagrant status --machine-readable core-01 core-02 core-03',
    'vagrant ssh-config core-01 core-02',
  ]);
});

test('stop and destroy touch the machines of the plan that are there, and no others', async (t) => {
  const { folder, runner, provider } = await setUp(t);
  runner
    .on(/^vagrant status/, { stdout: status('running', 'poweroff', 'not_created') })
    .on(/^vagrant (halt|destroy)/);
  await provider.stop();
  await provider.destroy();
  t.deepEqual(
    runner.ran.filter((line) => !/status/.test(line)),
    ['vagrant halt core-01', 'vagrant destroy --force core-01 core-02'],
  );
  await t.throwsAsync(access(path.join(folder, '.swarmlab/vagrant/core-01')));
});

test('stop of some machines halts those, and starting them again leaves the others off', async (t) => {
  const { runner, provider, make } = await setUp(t);
  runner.on(/^vagrant status/, { stdout: status('running', 'running', 'running') }).on(/^vagrant halt/);
  await provider.stop(['core-02']);
  t.deepEqual(
    runner.ran.filter((line) => line.includes('halt')),
    ['vagrant halt core-02'],
  );
  runner
    .on(/^vagrant status/, { stdout: status('running', 'poweroff', 'poweroff') })
    .on(/^vagrant up/)
    .on(/^vagrant ssh-config/, { stdout: sshConfig('core-02') });
  await make().ensure('core-02', () => {}, ['core-02']);
  t.deepEqual(
    runner.ran.filter((line) => line.startsWith('vagrant up')),
    ['vagrant up core-02'],
  );
});

test('machines stop at the same time; one that does not is named, and the others have stopped all the same', async (t) => {
  const { runner, provider } = await setUp(t);
  runner
    .on(/^vagrant status/, { stdout: status('running', 'running', 'running') })
    .on(/^vagrant halt/)
    .on(/^vagrant halt core-02/, { exitCode: 1, stderr: 'The guest did not answer.' });
  await t.throwsAsync(provider.stop(), { message: /could not stop core-02: The guest did not answer/ });
  const halts = runner.ran.filter((line) => line.includes('halt'));
  t.deepEqual(
    // They run at the same time.
    halts.slice(0, 3).sort(),
    names.map((name) => `vagrant halt ${name}`),
  );
  t.deepEqual(halts.slice(3), ['vagrant halt core-02']);
});

test('a machine that did not let Vagrant in beside the others is stopped when they are off', async (t) => {
  const { runner, provider } = await setUp(t);
  const answers = [{ exitCode: 1, stderr: 'The guest did not answer.' }, {}];
  runner
    .on(/^vagrant status/, { stdout: status('running', 'running', 'running') })
    .on(/^vagrant halt/)
    .on(/^vagrant halt core-02/, () => answers.shift() ?? {});
  await provider.stop();
  t.is(runner.ran.filter((line) => line === 'vagrant halt core-02').length, 2);
});

test('where nothing was made, destroy is done at once', async (t) => {
  const { runner, provider } = await setUp(t);
  runner.on(/^vagrant status/, { stdout: status('not_created', 'not_created', 'not_created') });
  await provider.destroy();
  t.is(runner.ran.length, 1);
});

test('without a Vagrantfile in the folder nothing is run, so no other cluster further up is touched', async (t) => {
  const runner = new FakeRunner();
  const folder = await temporaryFolder(t);
  const provider = vagrantProvider({
    topology: topology(),
    folder,
    runner,
    keyFile: '/k',
    forgetHostKey: () => {},
  });
  const error = await t.throwsAsync(provider.destroy(), { code: 'E_VAGRANT' });
  t.true(error instanceof SwarmlabError && error.fix.includes('swarmlab init'));
  t.deepEqual(runner.ran, []);
});

test('a missing Vagrant is named, with where to get it', async (t) => {
  const { runner, provider } = await setUp(t);
  runner.on(/^vagrant/, () => {
    throw new SwarmlabError('E_COMMAND_MISSING', 'vagrant is not installed', { fix: '' });
  });
  const error = await t.throwsAsync(provider.list(), { code: 'E_COMMAND_MISSING' });
  t.true(
    error instanceof SwarmlabError && error.fix.includes('https://developer.hashicorp.com/vagrant/install'),
  );
});

/** As Vagrant 2.3.4 prints it with vagrant-libvirt 0.11: a name stands where other details do. */
function snapshotList(...of: string[][]): string {
  const lines = of.flatMap((ids, i) => {
    const at = `1795231235,core-0${i + 1}`;
    if (ids.length === 0)
      return [
        `${at},ui,output,==> core-0${i + 1}: No snapshots have been taken yet!`,
        `${at},ui,detail,    core-0${i + 1}: You can take a snapshot using \`vagrant snapshot save\`. Note that\\n    core-0${i + 1}: not all providers support this yet.`,
      ];
    return [`${at},ui,output,==> core-0${i + 1}: `, ...ids.map((id) => `${at},ui,detail,${id}`)];
  });
  return `${lines.join('\n')}\n`;
}

test("a snapshot is Vagrant's own, of every machine in a run of its own", async (t) => {
  const { runner, provider } = await setUp(t);
  runner.on(/^vagrant snapshot save/);
  t.is(await provider.snapshots?.save('swarmlab-a-1', () => {}), undefined, 'nobody knows its size');
  t.deepEqual(
    // They run at the same time.
    runner.ran.slice().sort(),
    names.map((name) => `vagrant snapshot save --force ${name} swarmlab-a-1`),
  );
});

test('machines that are put back stay off, and are looked at anew', async (t) => {
  const { runner, provider } = await setUp(t);
  runner
    .on(/^vagrant snapshot restore/)
    .on(/^vagrant status/, { stdout: status('running', 'running', 'running') })
    .on(/^vagrant ssh-config/, { stdout: sshConfig(...names) });
  await provider.endpoint('core-01');
  await provider.snapshots?.restore('swarmlab-a-1', () => {});
  t.deepEqual(
    // They run at the same time.
    runner.ran.filter((line) => line.includes('restore')).sort(),
    names.map((name) => `vagrant snapshot restore --no-provision --no-start ${name} swarmlab-a-1`),
  );
  runner.on(/^vagrant status/, { stdout: status('shutoff', 'shutoff', 'shutoff') });
  await t.throwsAsync(provider.endpoint('core-01'), { code: 'E_NO_MACHINES' });
});

test('a snapshot that one machine lacks is not whole, and goes from those that have it', async (t) => {
  const { runner, provider } = await setUp(t);
  runner
    .on(/^vagrant snapshot list/, {
      stdout: snapshotList(['swarmlab-a-1', 'swarmlab-b-2'], ['swarmlab-a-1'], ['swarmlab-a-1', 'mine']),
    })
    .on(/^vagrant snapshot delete/);
  t.deepEqual(Object.fromEntries((await provider.snapshots?.list()) ?? []), {
    'swarmlab-a-1': { whole: true },
    'swarmlab-b-2': { whole: false },
    mine: { whole: false },
  });
  await provider.snapshots?.remove('swarmlab-b-2');
  t.is(runner.ran.at(-1), 'vagrant snapshot delete core-01 swarmlab-b-2');
});

test("Vagrant's words to somebody without snapshots are no names", async (t) => {
  const { runner, provider } = await setUp(t);
  runner.on(/^vagrant snapshot list/, { stdout: snapshotList([], [], []) });
  t.deepEqual([...((await provider.snapshots?.list()) ?? [])], []);
});

test('of machines whose snapshots fail, the first reason is told when all have come to their end', async (t) => {
  const { runner, provider } = await setUp(t);
  let ended = 0;
  runner.on(/^vagrant snapshot save/, ({ argv }) => {
    ended += 1;
    if (!argv.includes('core-02')) return {};
    // vagrant-libvirt 0.11 hands libvirt's refusal through.
    const stderr =
      'Call to virDomainSnapshotCreateXML failed: Operation not supported: internal snapshots of a VM with pflash based firmware are not supported\n';
    return { exitCode: 1, stderr };
  });
  await t.throwsAsync(provider.snapshots?.save('swarmlab-a-1', () => {}) ?? Promise.resolve(), {
    code: 'E_SNAPSHOT',
    message: 'this libvirt takes no snapshots of machines that boot with UEFI',
  });
  t.is(ended, 3);
});

test('a hypervisor without snapshots is told as that', async (t) => {
  const { runner, provider } = await setUp(t);
  // templates/locales/en.yml of Vagrant 2.3.4: snapshot_not_supported.
  const stderr =
    "This provider doesn't support snapshots.\n\nThis may be intentional or this may be a bug. If this provider\nshould support snapshots, then please report this as a bug to the\nmaintainer of the provider.\n";
  runner.on(/^vagrant snapshot list/, { exitCode: 1, stderr });
  await t.throwsAsync(provider.snapshots?.list() ?? Promise.resolve(), { code: 'E_SNAPSHOT' });
});

/** A kit whose box lies at /kit/box, and a runner that knows the boxes that Vagrant has. */
async function withKit(t: ExecutionContext, boxes: string, ...states: string[]) {
  const { folder, runner } = await setUp(t);
  nothingYet(runner)
    .on(/^vagrant status/, { stdout: status(...states) })
    .on(/^vagrant box list --machine-readable/, { stdout: boxes })
    .on(/^vagrant box add --name bento\/debian-13 \/kit\/box$/);
  const asked: string[] = [];
  const kit = {
    async file(name: string) {
      asked.push(name);
      return '/kit/box';
    },
  };
  const forgetHostKey = () => {};
  const plan = topology();
  const provider = vagrantProvider({ topology: plan, folder, runner, keyFile: '/k', forgetHostKey, kit });
  return { provider, runner, asked };
}

test('with a kit Vagrant gets its box before any machine is made', async (t) => {
  const none = '1795231235,,ui,warn,There are no installed boxes!\n';
  const { provider, runner, asked } = await withKit(t, none, 'not_created', 'not_created', 'not_created');
  const lines: string[] = [];
  await Promise.all(names.map((name) => provider.ensure(name, (line) => lines.push(line))));
  t.is(asked.length, 1);
  t.regex(asked[0] ?? '', /^box\/bento-debian-13-(amd64|arm64)\.box$/);
  const order = runner.ran.filter((line) => /^vagrant (box add|up)/.test(line));
  t.deepEqual(order, ['vagrant box add --name bento/debian-13 /kit/box', `vagrant up ${names.join(' ')}`]);
  t.true(lines.includes('adding the box bento/debian-13'));
});

test('a box that Vagrant has, and machines that are there, need nothing of the kit', async (t) => {
  const stamp = '1795231235,';
  const has = [
    `${stamp},box-name,bento/debian-13`,
    `${stamp},box-provider,virtualbox`,
    `${stamp},box-version,1`,
  ];
  const first = await withKit(t, has.join('\n'), 'not_created', 'not_created', 'not_created');
  await first.provider.ensure('core-01', () => {});
  t.deepEqual(first.asked, []);
  const second = await withKit(t, '', 'poweroff', 'poweroff', 'poweroff');
  await second.provider.ensure('core-01', () => {});
  t.deepEqual(second.asked, []);
  t.false(second.runner.ran.some((line) => line.startsWith('vagrant box')));
});
