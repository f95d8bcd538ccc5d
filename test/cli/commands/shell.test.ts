import test from 'ava';
import { shell } from '../../../src/cli/commands/shell.ts';
import { FakeIo, fakeContext } from '../../_helpers/fake-io.ts';
import { labFolder } from '../../_helpers/lab-folder.ts';

const reached = ['core-01', 'core-02'];

test('a shell opens on the manager that has a say, and its exit code passes through', async (t) => {
  const { folder, sshConfigFile } = await labFolder(t, { reached });
  const io = new FakeIo(folder);
  const { context, codes } = fakeContext(io);
  const ran: (readonly string[])[] = [];
  const run = async (argv: readonly string[]) => {
    ran.push(argv);
    return 3;
  };
  await shell(context, undefined, run, async () => 'core-02');
  t.deepEqual(ran, [['ssh', '-F', sshConfigFile, 'core-02']]);
  t.deepEqual(codes, [3]);
  t.regex(io.err, /^This is core-02; .*swarmlab lab text/);
  t.is(io.out, '');
});

test('where none has a say, as before lab 00, it opens on the first manager of the plan', async (t) => {
  const { folder } = await labFolder(t, { reached });
  const io = new FakeIo(folder);
  await shell(
    fakeContext(io).context,
    undefined,
    async () => 0,
    async () => undefined,
  );
  t.regex(io.err, /^This is core-01;/);
});

test('a node can be named, and nobody is asked for a manager then', async (t) => {
  const { folder } = await labFolder(t, { reached });
  const io = new FakeIo(folder);
  const asks = () => Promise.reject(new Error('asked'));
  await shell(fakeContext(io).context, 'core-02', async () => 0, asks);
  t.regex(io.err, /^This is core-02;/);
  await t.throwsAsync(
    shell(fakeContext(io).context, 'core-9', async () => 0, asks),
    { code: 'E_UNKNOWN_NODE' },
  );
});

test('before the first `up` there is no machine', async (t) => {
  const { folder } = await labFolder(t);
  const { context } = fakeContext(new FakeIo(folder));
  await t.throwsAsync(
    shell(
      context,
      undefined,
      async () => 0,
      async () => undefined,
    ),
    { code: 'E_NO_MACHINES' },
  );
});
