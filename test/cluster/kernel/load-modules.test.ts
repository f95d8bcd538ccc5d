import test from 'ava';
import { loadModules } from '../../../src/cluster/kernel/load-modules.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { modules, printed } from '../../_helpers/facts.ts';
import { FakeRemote } from '../../_helpers/fake-remote.ts';

test('what can be loaded is loaded and written down, as root, in one visit', async (t) => {
  const remote = new FakeRemote().on(/load-modules keep ip_vs xt_ipvs vxlan$/, {
    stdout: printed(modules()),
  });
  const before = modules(
    { ip_vs: 'loadable', ip_vs_rr: 'missing', xt_ipvs: 'loadable', vxlan: 'loadable' },
    { kept: false },
  );
  t.deepEqual(await loadModules(remote, before), { modules: modules(), ipvs: true });
  t.is(remote.commands.length, 1);
  t.true(remote.commands[0]?.root);
  t.is(
    remote.commands[0]?.input,
    '# Written by swarmlab: what Docker Swarm needs of the kernel.\nip_vs\nxt_ipvs\nvxlan\noverlay\nbr_netfilter\n',
  );
});

test('a file that is as it should be is left alone', async (t) => {
  const remote = new FakeRemote().on(/load-modules kept ip_vs$/, { stdout: printed(modules()) });
  await loadModules(remote, modules({ ip_vs: 'loadable' }));
  t.is(remote.commands[0]?.input, '');
});

test('a module that Swarm needs and the kernel refuses is an error with its reason', async (t) => {
  const remote = new FakeRemote('core-02').on(/load-modules/, {
    stdout: printed(modules({ vxlan: 'loadable' })),
    stderr: "modprobe: ERROR: could not insert 'vxlan': Operation not permitted\n",
  });
  const before = modules({ vxlan: 'loadable' }, { kept: false });
  const error = await t.throwsAsync(loadModules(remote, before), { instanceOf: SwarmlabError });
  t.is(error.code, 'E_NODE_COMMAND');
  t.regex(error.message, /^core-02: the kernel did not load vxlan: modprobe: .*Operation not permitted$/);
  t.regex(error.fix, /sudo modprobe vxlan/);
});

test('a part of IPVS that the kernel refuses is no error', async (t) => {
  const after = modules({ xt_ipvs: 'loadable' });
  const remote = new FakeRemote().on(/load-modules/, { stdout: printed(after, false), stderr: 'no\n' });
  const { ipvs } = await loadModules(remote, modules({ xt_ipvs: 'loadable' }));
  t.false(ipvs);
});

test('a file that cannot be written is an error naming the node', async (t) => {
  const remote = new FakeRemote('core-03').on(/load-modules/, {
    exitCode: 1,
    stderr: 'Read-only file system\n',
  });
  await t.throwsAsync(loadModules(remote, modules({}, { kept: false })), {
    message: 'core-03: could not write /etc/modules-load.d/swarmlab.conf: Read-only file system',
  });
});
