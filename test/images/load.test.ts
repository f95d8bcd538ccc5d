import type { Duplex } from 'node:stream';
import test from 'ava';
import { SwarmlabError } from '../../src/errors/index.ts';
import type { ImageBundle } from '../../src/images/bundle.ts';
import { type ImageNode, loadImages } from '../../src/images/load.ts';
import type { Remote, Upload } from '../../src/transport/runner.ts';
import { FakeEngine } from '../_helpers/fake-engine.ts';
import { FakeRunner } from '../_helpers/fake-runner.ts';

/** A node whose engine has what is in `store`: reference -> image id. */
class EngineNode extends FakeRunner implements Remote, ImageNode {
  readonly name = 'core-02';
  readonly user = 'root';
  readonly uploads: Upload[] = [];
  readonly remote = this;
  readonly engine = new FakeEngine();

  constructor(store: Map<string, string>, gives: (file: string) => [string, string][] = () => []) {
    super();
    this.engine.on('GET /images/json', () => [
      { Id: 'sha256:nameless', RepoTags: null },
      ...[...store].map(([name, Id]) => ({ Id, RepoTags: [name] })),
    ]);
    this.on(/docker load -q -i/, ({ argv }) => {
      for (const image of gives(argv[4] ?? '')) store.set(...image);
      return {};
    });
  }

  async upload(upload: Upload): Promise<'uploaded'> {
    this.uploads.push(upload);
    return 'uploaded';
  }

  stream(): Promise<Duplex> {
    throw new Error('not used');
  }

  dial(): Promise<Duplex> {
    throw new Error('not used');
  }

  close(): void {}
}

const image = (name: string) => ({
  name: `localhost/${name}`,
  tag: '1',
  id: `sha256:config-of-${name}`,
  manifestDigest: `sha256:manifest-of-${name}`,
});
const bundle: ImageBundle = {
  file: '/cache/images.tar',
  source: 'test',
  arch: 'amd64',
  sha256: 'f00d'.padEnd(64, '0'),
  bytes: 10,
  images: [image('probe'), image('whoami')],
};
const gives = () => bundle.images.map(({ name, tag, id }): [string, string] => [`${name}:${tag}`, id]);

test('an engine that has nothing gets every image in one file', async (t) => {
  const node = new EngineNode(new Map(), gives);
  t.is(await loadImages(node, bundle), 'loaded');
  t.deepEqual(
    node.uploads.map(({ from }) => from),
    ['/cache/images.tar'],
  );
  t.true(node.commands.every(({ root }) => root));
});

test('an engine that has them all is asked once and left alone', async (t) => {
  const node = new EngineNode(
    new Map([
      ['localhost/probe:1', 'sha256:config-of-probe'],
      ['localhost/whoami:1', 'sha256:manifest-of-whoami'],
    ]),
  );
  t.is(await loadImages(node, bundle), 'present');
  t.deepEqual(node.engine.asked, ['GET /images/json']);
  t.deepEqual(node.ran, []);
});

test('another image under the same name is replaced', async (t) => {
  const node = new EngineNode(
    new Map([
      ['localhost/probe:1', 'sha256:config-of-probe'],
      ['localhost/whoami:1', 'sha256:of-yesterday'],
    ]),
    gives,
  );
  t.is(await loadImages(node, bundle), 'loaded');
  t.is(node.uploads.length, 1);
});

test('an archive that the script of a killed run took first is sent again', async (t) => {
  let calls = 0;
  const node = new EngineNode(new Map(), () => {
    calls += 1;
    return calls > 1 ? gives() : [];
  });
  t.is(await loadImages(node, bundle), 'loaded');
  t.is(node.uploads.length, 2);
});

test('an engine that says yes and has nothing is an error with the names', async (t) => {
  const error = await t.throwsAsync(loadImages(new EngineNode(new Map()), bundle), {
    instanceOf: SwarmlabError,
  });
  t.is(error?.code, 'E_NODE_COMMAND');
  t.regex(error?.message ?? '', /core-02: .*localhost\/probe:1, localhost\/whoami:1/);
});

test('an engine that does not answer is an error with its reason', async (t) => {
  const node = new EngineNode(new Map());
  node.engine.on('GET /images/json', () => {
    throw new SwarmlabError('E_ENGINE_API', 'core-02: Docker Engine does not answer: refused', { fix: '' });
  });
  const error = await t.throwsAsync(loadImages(node, bundle), { instanceOf: SwarmlabError });
  t.regex(error?.message ?? '', /core-02: .*refused/);
  t.is(node.uploads.length, 0);
});
