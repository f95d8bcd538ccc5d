import test, { type ExecutionContext } from 'ava';
import { type EngineNode, pushEngine } from '../../src/engine/push.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { fakeBundle } from '../_helpers/engine-bundle.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';

const node: EngineNode = { arch: 'amd64', glibc: '2.41', zstd: true };
const silent = () => {};
const roomy = { stdout: 'absent 50000000\n' };

/** A clock on which each look takes `step` milliseconds. */
const clock = (step: number) => {
  let now = 0;
  return () => (now += step);
};

async function refusal(t: ExecutionContext, pushing: Promise<unknown>): Promise<SwarmlabError> {
  return t.throwsAsync(pushing, { instanceOf: SwarmlabError });
}

test('the bundle is uploaded with its checksum and unpacked into a place named by version and content', async (t) => {
  const remote = new FakeRemote().on(/look-for-engine/, roomy).on(/install-engine/);
  t.deepEqual(await pushEngine(remote, fakeBundle(), node, silent), {
    outcome: 'pushed',
    compression: 'zst',
  });
  const place = '/opt/swarmlab/engine/26.1.5-abababababab';
  t.is(remote.uploads[0]?.to, `${place}.engine.tar.zst`);
  t.is(remote.uploads[0]?.sha256, 'ab'.repeat(32));
  t.true(remote.ran.at(-1)?.endsWith(`install-engine ${place} ${place}.engine.tar.zst zstd -dcq`));
  t.true(remote.commands.every((command) => command.root));
});

test('a node that has the engine gets nothing', async (t) => {
  const remote = new FakeRemote().on(/look-for-engine/, { stdout: 'present\n' });
  const bundle = fakeBundle();
  t.deepEqual(await pushEngine(remote, bundle, node, silent), { outcome: 'present' });
  t.deepEqual(remote.uploads, []);
  t.deepEqual(bundle.made, []);
});

test('without zstd at both ends, a fast link gets it plain and a slow one gzipped', async (t) => {
  const push = async (bundle: ReturnType<typeof fakeBundle>, zstd: boolean, step: number) => {
    const remote = new FakeRemote()
      .on(/look-for-engine/, roomy)
      .on(/install-engine/)
      .on(/cat >\/dev\/null/);
    return (await pushEngine(remote, bundle, { ...node, zstd }, silent, clock(step))).compression;
  };
  t.is(await push(fakeBundle(), false, 40), 'none');
  t.is(await push(fakeBundle(), false, 400), 'gz');
  t.is(await push(fakeBundle({ zstd: false }), true, 40), 'none');
});

test('a node of another architecture is refused before anything is sent', async (t) => {
  const remote = new FakeRemote('core-02');
  const error = await refusal(t, pushEngine(remote, fakeBundle(), { ...node, arch: 'arm64' }, silent));
  t.is(error.code, 'E_VALIDATE');
  t.is(error.message, 'core-02 is arm64, the engine bundle is amd64');
});

test('a node with an older C library, or none, is refused', async (t) => {
  for (const [glibc, has] of [
    ['2.36', 'has glibc 2.36'],
    ['2.4', 'has glibc 2.4'],
    ['', 'has no glibc'],
  ] as const) {
    const pushing = pushEngine(new FakeRemote(), fakeBundle({ glibc: '2.38' }), { ...node, glibc }, silent);
    const error = await refusal(t, pushing);
    t.is(error.message, `core-01 ${has}; Docker Engine 26.1.5 from debian needs 2.38`);
    t.regex(error.fix, /engine\.source: docker/);
  }
});

test('too little room is told before the upload', async (t) => {
  const remote = new FakeRemote('core-03').on(/look-for-engine/, { stdout: 'absent 102400\n' });
  const error = await refusal(t, pushEngine(remote, fakeBundle(), node, silent));
  t.is(error.code, 'E_DISK_FULL');
  t.is(error.message, 'core-03: the engine needs 370 MiB in /opt, 100 MiB are free');
  t.deepEqual(remote.uploads, []);
});

test('a disk that fills up while unpacking is told as such', async (t) => {
  const stderr = 'tar: docker/dockerd: Cannot write: No space left on device\n';
  const remote = new FakeRemote('core-03')
    .on(/look-for-engine/, roomy)
    .on(/install-engine/, { exitCode: 1, stderr });
  t.is((await refusal(t, pushEngine(remote, fakeBundle(), node, silent))).code, 'E_DISK_FULL');
});

test('a library the node lacks is named', async (t) => {
  const remote = new FakeRemote()
    .on(/look-for-engine/, roomy)
    .on(/install-engine/, { exitCode: 1, stderr: 'cannot run: libseccomp.so.2\n' });
  const error = await refusal(t, pushEngine(remote, fakeBundle(), node, silent));
  t.is(error.code, 'E_VALIDATE');
  t.is(error.message, 'core-01 lacks what the engine needs: libseccomp.so.2');
});

test("a program of the machine's own is not overwritten, whether found early or late", async (t) => {
  const taken = { exitCode: 1, stderr: 'not ours: /usr/local/bin/docker\n' };
  const late = new FakeRemote().on(/look-for-engine/, roomy).on(/install-engine/, taken);
  const early = new FakeRemote().on(/look-for-engine/, taken);
  for (const remote of [late, early]) {
    const error = await refusal(t, pushEngine(remote, fakeBundle(), node, silent));
    t.is(error.code, 'E_VALIDATE');
    t.is(error.message, 'core-01 has its own /usr/local/bin/docker, which would be overwritten');
  }
});

test('progress is told a tenth at a time', async (t) => {
  const lines: string[] = [];
  const remote = new FakeRemote().on(/look-for-engine/, roomy).on(/install-engine/);
  await pushEngine(remote, fakeBundle(), node, (line) => lines.push(line));
  t.deepEqual(lines, ['uploading the engine: 100 %', 'unpacking the engine']);
});
