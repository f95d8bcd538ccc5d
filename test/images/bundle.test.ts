import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { SwarmlabError } from '../../src/errors/index.ts';
import { ensureImageBundle, type ImageBundle } from '../../src/images/bundle.ts';
import { FakeRunner } from '../_helpers/fake-runner.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

/** The smallest thing with an ELF header that names its machine: 62 is amd64, 183 is arm64. */
function program(machine: number): Buffer {
  const content = Buffer.alloc(128);
  content.write('\x7fELF', 'latin1');
  content.writeUInt16LE(machine, 18);
  return content;
}

/** A computer with apt. */
function debian(machine = 62): FakeRunner {
  return new FakeRunner()
    .on(/^apt-get .*download busybox-static:/, async ({ cwd }) => {
      await writeFile(path.join(cwd ?? '', 'busybox-static_1%3a1.37_amd64.deb'), '');
      return {};
    })
    .on(/^dpkg-deb -x /, async ({ argv }) => {
      const bin = path.join(argv[3] ?? '', 'bin');
      await mkdir(bin, { recursive: true });
      await writeFile(path.join(bin, 'busybox'), program(machine));
      return {};
    });
}

function missing(name: string) {
  return () => {
    throw new SwarmlabError('E_COMMAND_MISSING', `${name} is not installed`, { fix: '' });
  };
}

function ensure(
  cacheFolder: string,
  runner: FakeRunner,
  arch: 'amd64' | 'arm64' = 'amd64',
): Promise<ImageBundle> {
  return ensureImageBundle({ arch, cacheFolder, runner, report: () => {} });
}

const names = ({ images }: ImageBundle) => images.map(({ name, tag }) => `${name}:${tag}`);

test('the bundle is made from the Debian package, and says so', async (t) => {
  const cacheFolder = await temporaryFolder(t);
  const bundle = await ensure(cacheFolder, debian());
  t.true(names(bundle).includes('localhost/probe:1'));
  t.true(names(bundle).includes('localhost/timecheck:2.0'));
  t.is(bundle.source, 'Debian package busybox-static_1:1.37_amd64');
  t.is((await stat(bundle.file)).size, bundle.bytes);
  const folder = path.dirname(bundle.file);
  t.deepEqual((await readdir(folder)).sort(), ['images.tar', 'manifest.json'], 'no scratch stays');
  t.deepEqual(await readdir(path.dirname(folder)), [path.basename(folder)], 'nothing is left beside it');
});

test('the second time nothing runs', async (t) => {
  const cacheFolder = await temporaryFolder(t);
  const first = await ensure(cacheFolder, debian());
  t.deepEqual(await ensure(cacheFolder, new FakeRunner()), first);
});

test('two caches hold the same images, so nodes of any computer agree on their ids', async (t) => {
  const [one, two] = [
    await ensure(await temporaryFolder(t), debian()),
    await ensure(await temporaryFolder(t), debian()),
  ];
  t.deepEqual(one.images, two.images);
  t.is(one.sha256, two.sha256);
});

test('several processes at once end with one bundle', async (t) => {
  const cacheFolder = await temporaryFolder(t);
  const bundles = await Promise.all([1, 2, 3].map(() => ensure(cacheFolder, debian())));
  t.deepEqual(bundles[1], bundles[0]);
  t.deepEqual(bundles[2], bundles[0]);
});

for (const harm of ['cut', 'remove'] as const) {
  test(`a bundle with an archive ${harm === 'cut' ? 'cut short' : 'removed'} is made again`, async (t) => {
    const cacheFolder = await temporaryFolder(t);
    const bundle = await ensure(cacheFolder, debian());
    if (harm === 'cut') await writeFile(bundle.file, (await readFile(bundle.file)).subarray(0, 1000));
    else await rm(bundle.file);
    t.deepEqual(await ensure(cacheFolder, debian()), bundle);
    t.is((await stat(bundle.file)).size, bundle.bytes);
  });
}

test('package lists that lack the package are fetched anew, in a folder of ours', async (t) => {
  const runner = debian(183);
  let asked = 0;
  const works = debian(183);
  runner
    .on(/^apt-get .*download/, (command) =>
      ++asked === 1
        ? { exitCode: 100, stderr: 'E: Unable to locate package busybox-static:arm64\n' }
        : works.run(command),
    )
    .on(/^apt-get .*APT::Architecture=arm64 .*update$/);
  const bundle = await ensure(await temporaryFolder(t), runner, 'arm64');
  t.is(bundle.arch, 'arm64');
  t.regex(runner.ran[1] ?? '', /Dir::State::Lists=\S*\.part-/);
});

test("without apt, the registry's image gives the binary and its container is removed", async (t) => {
  const runner = new FakeRunner()
    .on(/^apt-get /, missing('apt-get'))
    .on(/^docker pull -q --platform linux\/amd64 busybox:/)
    .on(/^docker create /, { stdout: 'c0ffee\n' })
    .on(/^docker cp c0ffee:\/bin\/busybox /, async ({ argv }) => {
      await writeFile(argv[3] ?? '', program(62));
      return {};
    })
    .on(/^docker rm -f c0ffee$/);
  const bundle = await ensure(await temporaryFolder(t), runner);
  t.regex(bundle.source, /^image busybox:/);
  t.is(runner.ran.at(-1), 'docker rm -f c0ffee');
});

test('with neither apt nor a registry, the error names both reasons and leaves nothing', async (t) => {
  const cacheFolder = await temporaryFolder(t);
  const runner = new FakeRunner()
    .on(/^apt-get /, missing('apt-get'))
    .on(/^docker pull/, { exitCode: 1, stderr: 'error: no route to host\n' });
  const error = await t.throwsAsync(ensure(cacheFolder, runner), { instanceOf: SwarmlabError });
  t.is(error?.code, 'E_IMAGE_SOURCE');
  t.regex(
    error?.message ?? '',
    /apt-get is not installed; docker cannot pull busybox:\S+: error: no route to host/,
  );
  t.deepEqual(await readdir(path.join(cacheFolder, 'images')), []);
});

test('a program for another machine is refused', async (t) => {
  const error = await t.throwsAsync(ensure(await temporaryFolder(t), debian(183)), {
    instanceOf: SwarmlabError,
  });
  t.is(error?.code, 'E_IMAGE_SOURCE');
  t.regex(error?.message ?? '', /no program for amd64/);
});

test('an interrupted download is not taken for a missing source', async (t) => {
  const runner = new FakeRunner().on(/^apt-get /, () => {
    throw new SwarmlabError('E_INTERRUPTED', 'apt-get was interrupted', { fix: '' });
  });
  const error = await t.throwsAsync(ensure(await temporaryFolder(t), runner), { instanceOf: SwarmlabError });
  t.is(error?.code, 'E_INTERRUPTED');
});
