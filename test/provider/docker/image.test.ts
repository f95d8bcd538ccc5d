import { readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { explained } from '../../../src/errors/known-problems.ts';
import { dockerCli } from '../../../src/provider/docker/docker-cli.ts';
import { ensureNodeImage, removeNodeImages } from '../../../src/provider/docker/image.ts';
import { nodeImage, recipeHash } from '../../../src/provider/docker/image-recipe.ts';
import { FakeRunner } from '../../_helpers/fake-runner.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { failsWith } from '../../_helpers/ssh-remote.ts';

const missing = { exitCode: 1, stderr: 'Error: No such image\n' };
const noRegistry = {
  exitCode: 1,
  stderr: 'Error response from daemon: Get "https://registry-1.docker.io/v2/": no such host\n',
};

/** A host without images. */
const bare = () => new FakeRunner().on(/^docker image inspect/, missing);

function ensure(runner: FakeRunner, cacheFolder: string, report: (line: string) => void = () => {}) {
  return ensureNodeImage({ docker: dockerCli(runner), runner, cacheFolder, report });
}

const makesTar = ({ argv }: { argv: readonly string[] }) =>
  writeFile(argv.at(-1) ?? '', 'tar').then(() => ({}));

test('an image that is there costs one question', async (t) => {
  const runner = new FakeRunner().on(/^docker image inspect/);
  t.is(await ensure(runner, '/nowhere'), nodeImage);
  t.is(runner.ran.length, 1);
});

test('with a registry the image is built from the base image, the Dockerfile on standard input', async (t) => {
  const runner = bare()
    .on(/^docker pull debian:trixie-slim/)
    .on(/^docker build/);
  t.is(await ensure(runner, await temporaryFolder(t)), nodeImage);
  t.regex(
    String(runner.commands.at(-1)?.input),
    /^FROM debian:trixie-slim\nRUN apt-get update .*openssh-server/,
  );
});

test("without one it is made from Debian's packages, kept, and loaded", async (t) => {
  const cache = await temporaryFolder(t);
  const runner = bare()
    .on(/^docker pull/, noRegistry)
    .on(/^mmdebstrap/, makesTar)
    .on(/^docker import/, { stdout: 'sha256:new\n' })
    .on(/^docker tag/);
  const said: string[] = [];
  await ensure(runner, cache, (line) => said.push(line));
  t.deepEqual(await readdir(path.join(cache, 'node-image')), [`${recipeHash}.tar`]);
  t.is(runner.ran.at(-1), `docker tag sha256:new ${nodeImage}`);
  t.is(said[0], 'making the node image, once: about 30 s');
});

test('with a kit its file tree is loaded, and neither a registry nor packages are asked for', async (t) => {
  const runner = bare()
    .on(/^docker import .*\/kit\/tree$/, { stdout: 'sha256:new\n' })
    .on(/^docker tag/);
  const asked: string[] = [];
  const kit = {
    file: async (name: string) => {
      asked.push(name);
      return '/kit/tree';
    },
  };
  const docker = dockerCli(runner);
  await ensureNodeImage({ docker, runner, cacheFolder: '/nowhere', report() {}, kit });
  t.is(asked.length, 1);
  t.regex(asked[0] ?? '', new RegExp(`^node-image/${recipeHash}-(amd64|arm64)\\.tar\\.gz$`));
});

test('a registry that says nothing for 5 s counts as none', async (t) => {
  const silent = new SwarmlabError('E_TIMEOUT', 'docker took longer than 5000 ms', { fix: '-' });
  const runner = bare()
    .on(/^docker pull/, () => Promise.reject(silent))
    .on(/^mmdebstrap/, makesTar)
    .on(/^docker import/, { stdout: 'sha256:new\n' })
    .on(/^docker tag/);
  await ensure(runner, await temporaryFolder(t));
  t.is(runner.commands.find(({ argv }) => argv[1] === 'pull')?.timeout, 5000);
});

test('a registry that answers but is slow gets its time', async (t) => {
  const runner = bare()
    .on(/^docker build/)
    .on(/^docker pull/, ({ timeout, onLine }) => {
      if (!timeout) return {};
      onLine?.('trixie-slim: Pulling from library/debian');
      throw new SwarmlabError('E_TIMEOUT', 'docker took longer than 5000 ms', { fix: '-' });
    });
  await ensure(runner, await temporaryFolder(t));
  t.is(runner.ran.filter((line) => line.startsWith('docker pull')).length, 2);
});

test('a build that fails falls back to the packages', async (t) => {
  const runner = bare()
    .on(/^docker pull/)
    .on(/^docker build/, { exitCode: 1, stderr: 'could not resolve mirror.example\n' })
    .on(/^mmdebstrap/, makesTar)
    .on(/^docker import/, { stdout: 'sha256:new\n' })
    .on(/^docker tag/);
  t.is(await ensure(runner, await temporaryFolder(t)), nodeImage);
});

test('a kept file tree is loaded without asking anybody else', async (t) => {
  const cache = await temporaryFolder(t);
  await mkdir(path.join(cache, 'node-image'));
  await writeFile(path.join(cache, 'node-image', `${recipeHash}.tar`), 'tar');
  await t.notThrowsAsync(
    ensure(
      bare()
        .on(/^docker import/, { stdout: 'sha256:new\n' })
        .on(/^docker tag/),
      cache,
    ),
  );
});

test('without registry and mmdebstrap the error names both ways out', async (t) => {
  const missing = new SwarmlabError('E_COMMAND_MISSING', 'mmdebstrap is not installed', { fix: '-' });
  const runner = bare()
    .on(/^docker pull/, noRegistry)
    .on(/^mmdebstrap/, () => Promise.reject(missing));
  const error = await failsWith(t, 'E_NODE_IMAGE', ensure(runner, await temporaryFolder(t)));
  t.regex(error.fix, /apt-get install mmdebstrap.*registry/);
});

test('a registry that counts pulls is told of, where the image could have come from it', async (t) => {
  const missing = new SwarmlabError('E_COMMAND_MISSING', 'mmdebstrap is not installed', { fix: '-' });
  const stderr = readFileSync('test/fixtures/known-problems/pull-limit.txt', 'utf8');
  const runner = bare()
    .on(/^docker pull/, { exitCode: 1, stderr })
    .on(/^mmdebstrap/, () => Promise.reject(missing));
  const error = await failsWith(t, 'E_NODE_IMAGE', ensure(runner, await temporaryFolder(t)));
  t.is(explained(error).code, 'E_PULL_LIMIT');
});

test('mmdebstrap that fails leaves nothing half-made, nor what a killed run left', async (t) => {
  const cache = await temporaryFolder(t);
  const folder = path.join(cache, 'node-image');
  await mkdir(folder);
  await writeFile(path.join(folder, `${recipeHash}.tar.4194305.0a1b2c3d.new`), 'half');
  const runner = bare()
    .on(/^docker pull/, noRegistry)
    .on(/^mmdebstrap/, async (command) => ({
      ...(await makesTar(command)),
      exitCode: 1,
      stderr: 'E: disk full\n',
    }));
  const error = await failsWith(t, 'E_NODE_IMAGE', ensure(runner, cache));
  t.regex(error.message, /Debian's packages: E: disk full$/);
  t.deepEqual(await readdir(folder), []);
});

test('of several that load the image at once, one is kept', async (t) => {
  const cache = await temporaryFolder(t);
  let loaded = false;
  const runner = new FakeRunner()
    .on(/^docker image inspect/, () => (loaded ? {} : missing))
    .on(/^docker pull/, noRegistry)
    .on(/^mmdebstrap/, makesTar)
    .on(/^docker import/, () => {
      loaded = true;
      return { stdout: 'sha256:second\n' };
    })
    .on(/^docker image rm/);
  await ensure(runner, cache);
  t.is(runner.ran.at(-1), 'docker image rm sha256:second');
});

test('images that another cluster uses stay', async (t) => {
  const runner = new FakeRunner()
    .on(/^docker image ls/, { stdout: 'aaa\nbbb\n' })
    .on(/^docker image rm aaa/, {
      exitCode: 1,
      stderr: 'conflict: container 1 is using its referenced image\n',
    })
    .on(/^docker image rm bbb/);
  await removeNodeImages(dockerCli(runner));
  t.is(runner.ran.at(-1), 'docker image rm bbb');
});
