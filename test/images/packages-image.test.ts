import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { SwarmlabError } from '../../src/errors/index.ts';
import { imageFromPackages } from '../../src/images/packages-image.ts';
import type { PackagesRecipe } from '../../src/images/third-party.ts';
import { aptFiles, debianWith } from '../_helpers/debian-packages.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const packages = {
  tool: {
    version: '5:8.0.2-3+deb13u2',
    files: {
      'usr/bin/tool': 'program',
      'usr/bin/wget': 'the real one',
      'usr/share/man/man1/tool.1': 'man',
      'usr/share/doc/tool/copyright': 'licence',
      'usr/share/doc/tool/changelog.gz': 'history',
      'etc/tool.conf': 'secret',
      'usr/lib64/ld.so': '-> ../lib/ld.so',
    },
  },
  'busybox-static': { version: '1:1.37', files: { 'usr/bin/busybox': 'busybox' } },
};
const recipe: PackagesRecipe = {
  packages: ['tool'],
  versionOf: 'tool',
  folders: [{ path: 'data/here', mode: '0777' }],
  links: { 'usr/bin/other': 'tool' },
  entrypoint: ['/bin/tool'],
};

async function make(t: ExecutionContext, tag = '8.0', change: Partial<PackagesRecipe> = {}) {
  const folder = await temporaryFolder(t);
  const paths = await aptFiles(folder);
  const work = path.join(folder, 'work');
  await mkdir(work);
  const runner = debianWith(packages);
  const { image, source } = await imageFromPackages({
    arch: 'amd64',
    name: 'localhost/tool',
    tag,
    recipe: { ...recipe, ...change },
    folder: work,
    runner,
    report: () => {},
    paths,
  });
  const layer = path.join(work, 'layer.tar');
  const listing = execFileSync('tar', ['-tvf', layer, '--numeric-owner'], { encoding: 'utf8' });
  const files = new Map(
    listing
      .trim()
      .split('\n')
      .map((line) => line.split(/ +/))
      .map(([mode = '', , , , , name = '', ...link]) => [name, [mode, ...link].join(' ')]),
  );
  return { image, source, runner, files, layer };
}

test('the packages, a shell and the usual commands are in one layer', async (t) => {
  const { files, image } = await make(t);
  t.is(image.layers.length, 1);
  t.is(files.get('usr/bin/tool'), '-rwxr-xr-x');
  t.is(files.get('usr/bin/sh'), 'lrwxrwxrwx -> busybox');
  t.is(files.get('usr/bin/wget'), '-rwxr-xr-x', "a package's own command is not replaced");
  t.is(files.get('bin'), 'lrwxrwxrwx -> usr/bin');
  t.is(files.get('usr/lib64/ld.so'), 'lrwxrwxrwx -> ../lib/ld.so');
  t.is(files.get('usr/bin/other'), 'lrwxrwxrwx -> tool');
  t.is(files.get('tmp/'), 'drwxrwxrwt');
});

test('the program does not run as root, so what root alone could read is readable, and its data folder writable', async (t) => {
  const { files } = await make(t);
  t.is(files.get('etc/tool.conf'), '-rw-r--r--');
  t.is(files.get('data/here/'), 'drwxrwxrwx');
  t.is(files.get('data/'), 'drwxr-xr-x');
});

test('manuals and histories are left out, licences are not', async (t) => {
  const { files } = await make(t);
  t.deepEqual(
    [...files.keys()].filter((name) => name.startsWith('usr/share/')),
    ['usr/share/', 'usr/share/doc/', 'usr/share/doc/tool/', 'usr/share/doc/tool/copyright'],
  );
});

test('a recipe can leave out more files', async (t) => {
  t.false((await make(t, '8.0', { drop: ['etc/tool.conf'] })).files.has('etc/tool.conf'));
});

test('the labels say what it is made from, and that it is not the image of the project', async (t) => {
  const { image, source } = await make(t);
  t.is(source, 'Debian trixie: busybox-static 1:1.37, tool 5:8.0.2-3+deb13u2');
  const { config } = JSON.parse(image.config.toString());
  t.is(config.Labels['org.opencontainers.image.version'], '8.0.2');
  t.regex(
    config.Labels['org.opencontainers.image.description'],
    /made by swarmlab, not upstream.*tool 5:8\.0\.2-3\+deb13u2/,
  );
  t.deepEqual(config.Entrypoint, ['/bin/tool']);
});

test('a tag that the packages would make a lie is refused', async (t) => {
  for (const tag of ['8.1', '8.0.20', '8.']) {
    const error = await t.throwsAsync(make(t, tag), { instanceOf: SwarmlabError });
    t.is(error?.code, 'E_IMAGE_SOURCE');
    t.is(error?.message, `Debian trixie has tool 8.0.2, not ${tag}`);
  }
  await t.notThrowsAsync(make(t, '8'));
  await t.notThrowsAsync(make(t, '8.0.2'));
});

test('the same packages give the same image, whoever unpacks them', async (t) => {
  const [one, two] = [await make(t), await make(t)];
  t.deepEqual(one.image.config, two.image.config);
  t.is(one.image.layers[0]?.digest, two.image.layers[0]?.digest);
});

test('nothing of a package is run, and apt is asked for exactly what it resolved', async (t) => {
  const { runner } = await make(t);
  const programs = new Set(runner.commands.map(({ argv }) => argv[0]));
  t.deepEqual([...programs], ['apt-get', 'dpkg-deb']);
  const download = runner.commands.find(({ argv }) => argv.includes('download'));
  t.deepEqual(download?.argv.slice(-2), ['tool=5:8.0.2-3+deb13u2', 'busybox-static=1:1.37']);
});
