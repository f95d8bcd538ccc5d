import test from 'ava';
import { run } from '../../../src/cli/run.ts';
import { FakeIo } from '../../_helpers/fake-io.ts';
import { labFolder } from '../../_helpers/lab-folder.ts';

for (const command of ['stop', 'start'])
  test(`${command} knows the nodes by name, and touches none where one of the names is wrong`, async (t) => {
    const { folder } = await labFolder(t);
    const io = new FakeIo(folder, { LC_ALL: 'C', PATH: '/nowhere' });
    t.is(await run([command, 'core-02', 'cor-03'], io), 2);
    t.regex(io.err, /there is no node "cor-03" \[E_UNKNOWN_NODE\]/);
    t.regex(io.err, /Did you mean core-03\? Nodes are: core-01, core-02, core-03\./);
    t.is(io.out, '');
  });
