import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { version } from '../../src/cli/version.ts';
import { openCluster } from '../../src/cluster/open-cluster.ts';
import { prepareWorkspace, workspaceAt } from '../../src/cluster/workspace.ts';
import { readThirdParty } from '../../src/images/third-party.ts';
import { createKit } from '../../src/kit/create.ts';
import { FakeRunner } from '../_helpers/fake-runner.ts';
import { temporaryFolder } from '../_helpers/folder.ts';
import { kitRequest } from '../_helpers/kit.ts';
import { MemoryJournal } from '../_helpers/memory-journal.ts';

const report = () => {};

/** A kit, and a folder with a swarmlab.yaml to use it in; every program but `ip` and every request is a failure. */
async function world(t: ExecutionContext, engine = '{ source: docker }') {
  const { request, kit } = await kitRequest(t, { version: version() });
  await createKit(request);
  const folder = await temporaryFolder(t);
  const nodes = '[{ name: core-01, role: manager, address: 172.17.8.101 }]';
  const yaml = `version: 1\ncluster: lab\nprovider: docker\nnodes: ${nodes}\nengine: ${engine}\n`;
  await writeFile(path.join(folder, 'swarmlab.yaml'), yaml);
  const workspace = workspaceAt(folder);
  await prepareWorkspace(workspace);
  const runner = new FakeRunner().on(/^ip -j -4 route/, { stdout: '[]' });
  const requests: string[] = [];
  const open = async (bundle?: string) =>
    (
      await openCluster(workspace, {
        local: runner,
        journal: new MemoryJournal(),
        cacheFolder: path.join(folder, 'cache'),
        env: {},
        now: () => 0,
        signal: new AbortController().signal,
        labs: [],
        imagesOf: async () => [],
        version: version(),
        bundle,
        fetch: async (address) => {
          requests.push(String(address));
          throw new Error('a request was made');
        },
      })
    ).cluster;
  return { open, kit, runner, requests };
}

test('with a kit the engine and the images come out of it, and nothing else is asked', async (t) => {
  const { open, kit, runner, requests } = await world(t);
  const cluster = await open(kit);
  const engine = await cluster.engineBundle('amd64', report);
  if (engine === 'preinstalled') throw new Error('not so');
  t.is(engine.manifest.source, 'file', "whatever swarmlab.yaml's engine.source says");
  for (const wanted of ['none', 'gz', 'zst'] as const) {
    const variant = await engine.variant(wanted);
    t.is(variant.compression, 'none', 'the kit has no other');
    t.is((await readFile(variant.path)).length, variant.bytes);
  }
  t.false(await engine.canZstd());
  const images = await cluster.imageBundle('amd64', report);
  t.is((await readFile(images.file)).length, images.bytes);
  const grafana = (await readThirdParty()).images.find(({ name }) => name === 'localhost/grafana');
  if (!grafana) throw new Error('no grafana');
  await t.throwsAsync(cluster.thirdPartyImage(grafana, 'amd64', report), {
    code: 'E_IMAGE_SOURCE',
    message: /^localhost\/grafana:12: the kit .* does not have it: .*docker is not installed/,
  });
  t.deepEqual([...new Set(runner.ran)], ['ip -j -4 route']);
  t.deepEqual(requests, []);
});

test('an architecture that the kit is not for is told', async (t) => {
  const { open, kit } = await world(t);
  const cluster = await open(kit);
  await t.throwsAsync(cluster.engineBundle('arm64', report), {
    code: 'E_BUNDLE',
    message: /^no engine for arm64: the kit .* does not have it$/,
  });
  await t.throwsAsync(cluster.imageBundle('arm64', report), { code: 'E_IMAGE_SOURCE', message: /for arm64/ });
});

test('another version of the engine than the kit has is refused, not replaced', async (t) => {
  const { open, kit } = await world(t, '{ version: "27.0.1" }');
  await t.throwsAsync((await open(kit)).engineBundle('amd64', report), {
    code: 'E_BUNDLE',
    message: /has Docker Engine 28\.0\.4, swarmlab\.yaml asks for 27\.0\.1/,
  });
});

test('an engine that is installed on the machines stays what it is', async (t) => {
  const { open, kit } = await world(t, '{ source: preinstalled }');
  t.is(await (await open(kit)).engineBundle('amd64', report), 'preinstalled');
});

test('a cluster goes on with the kit that it came up with, until it is told to use none', async (t) => {
  const { open, kit, runner } = await world(t);
  const first = await open(kit);
  await first.state.tried(['localhost/redis:8.0'], new Map([['localhost/redis:8.0', 'no registry']]));
  await first.state.use({ from: kit, id: (await first.kit?.id()) ?? '' });
  t.false(first.state.isLacking('localhost/redis:8.0'), 'the kit may have it');
  const later = await open();
  t.is(later.kit?.from, kit);
  await later.imageBundle('amd64', report);
  t.deepEqual([...new Set(runner.ran)], ['ip -j -4 route']);
  const none = await open('none');
  t.is(none.kit, undefined);
  await t.throwsAsync(none.imageBundle('amd64', report), { message: /unexpected command: apt-get/ });
});
