import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { ClusterState } from '../../src/cluster/cluster-state.ts';
import type { EngineApi } from '../../src/cluster/engine-api.ts';
import { ensureLabImages } from '../../src/cluster/lab-images.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { loadImages } from '../../src/cluster/phases/load-images.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import type { ImageBundle } from '../../src/images/bundle.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const names = ['core-01', 'core-02', 'core-03'];

function bundleOf(image: string): ImageBundle {
  const [name = '', tag = ''] = image.split(':');
  const id = `sha256:${image}`;
  const images = [{ name, tag, id, manifestDigest: `${id}-manifest` }];
  return {
    file: `/cache/${image}.tar`,
    source: '',
    arch: 'amd64',
    sha256: image.padEnd(64, '0'),
    bytes: 1,
    images,
  };
}

/** A cluster whose nodes have some images; `grafana` cannot be had. */
async function world(t: ExecutionContext, has: Record<string, string[]> = {}, chosen: string[] = []) {
  const made: string[] = [];
  const stores = new Map(names.map((name) => [name, new Set(has[name] ?? [])]));
  const remotes = new Map<string, FakeRemote>();
  const nodes = names.map((name) => {
    const store = stores.get(name) ?? new Set();
    const remote = new FakeRemote(name).on(/docker load -q -i/, () => {
      const sent = remote.uploads.map(({ from }) => from.replace(/^\/cache\/|\.tar$/g, ''));
      for (const image of sent) store.add(image);
      return {};
    });
    const engine = {
      get: async (path: string) =>
        path === '/version'
          ? { Arch: 'amd64' }
          : [...store].map((it) => ({ Id: `sha256:${it}`, RepoTags: [it] })),
      close() {},
    } as unknown as EngineApi;
    const node = new ClusterNode({ name, role: 'worker', address: '', cpus: 1, memory: 1 });
    node.connected(remote, engine);
    node.gathered({ arch: 'amd64' } as never);
    remotes.set(name, remote);
    return node;
  });
  const cluster = {
    nodes,
    state: await ClusterState.open(path.join(await temporaryFolder(t), 'state.json')),
    signal: new AbortController().signal,
    imageBundle: async () => bundleOf('localhost/whoami:1'),
    chosenImages: async () => chosen,
    thirdPartyImage: async ({ name, tag }: { name: string; tag: string }) => {
      made.push(`${name}:${tag}`);
      if (name === 'localhost/grafana')
        throw new SwarmlabError('E_IMAGE_SOURCE', 'localhost/grafana:12 cannot be had here: no registry', {
          fix: '',
        });
      return bundleOf(`${name}:${tag}`);
    },
  } as unknown as Cluster;
  const uploads = (name: string) => remotes.get(name)?.uploads.map(({ from }) => from);
  return { cluster, nodes, made, uploads };
}

test('every node gets the images that it does not have, and only those', async (t) => {
  const { cluster, uploads } = await world(t, { 'core-02': ['localhost/redis:8.0'] });
  const lacking = await ensureLabImages(cluster, ['localhost/redis:8.0', 'localhost/whoami:1'], () => {});
  t.deepEqual([...lacking], []);
  t.deepEqual(uploads('core-01')?.sort(), [
    '/cache/localhost/redis:8.0.tar',
    '/cache/localhost/whoami:1.tar',
  ]);
  t.deepEqual(uploads('core-02'), ['/cache/localhost/whoami:1.tar']);
});

test('an image that is on all nodes is not made', async (t) => {
  const there = ['localhost/redis:8.0'];
  const { cluster, made } = await world(t, { 'core-01': there, 'core-02': there, 'core-03': there });
  await ensureLabImages(cluster, there, () => {});
  t.deepEqual(made, []);
});

test('an image that cannot be had is told with its reason, and keeps no other back', async (t) => {
  const { cluster, uploads } = await world(t);
  const lacking = await ensureLabImages(cluster, ['localhost/grafana:12', 'localhost/redis:8.0'], () => {});
  t.deepEqual(
    [...lacking],
    [['localhost/grafana:12', 'localhost/grafana:12 cannot be had here: no registry']],
  );
  for (const name of names) t.deepEqual(uploads(name), ['/cache/localhost/redis:8.0.tar']);
});

test('a node that does not answer is told of and left out; the others get their images', async (t) => {
  const { cluster, nodes, uploads } = await world(t);
  nodes[1]?.close();
  const endpoint = () =>
    Promise.reject(
      new SwarmlabError('E_SSH_UNREACHABLE', 'core-02 does not answer at 10.0.0.2', { fix: '' }),
    );
  const lines: string[] = [];
  const down = { ...cluster, provider: { endpoint } } as unknown as Cluster;
  await ensureLabImages(down, ['localhost/redis:8.0'], (line) => lines.push(line));
  t.true(lines.some((line) => /^core-02 does not answer/.test(line)));
  t.is(uploads('core-03')?.length, 1);
});

test('an image that nobody knows is a mistake of the lab, not an image that cannot be had', async (t) => {
  const { cluster } = await world(t);
  await t.throwsAsync(
    ensureLabImages(cluster, ['localhost/whoamy:1'], () => {}),
    { message: /whoamy:1 is neither/ },
  );
});

test('up loads our images, and those of others for the labs that the plan names', async (t) => {
  const { cluster, nodes, uploads, made } = await world(t, {}, [
    'localhost/whoami:1',
    'localhost/redis:8.0',
    'localhost/grafana:12',
  ]);
  const [node] = nodes;
  const line = node && (await loadImages.run(node, cluster, () => {}));
  t.deepEqual(uploads('core-01'), ['/cache/localhost/whoami:1.tar', '/cache/localhost/redis:8.0.tar']);
  t.is(line, '2 images loaded; not to be had: localhost/grafana:12');
  const again = node && (await loadImages.run(node, cluster, () => {}));
  t.is(again, '2 images are there; not to be had: localhost/grafana:12');
  t.is(made.filter((image) => image === 'localhost/grafana:12').length, 1, 'up does not try it again');
  await ensureLabImages(cluster, ['localhost/grafana:12'], () => {});
  t.true(made.filter((image) => image === 'localhost/grafana:12').length > 1, 'a lab that is started does');
});
