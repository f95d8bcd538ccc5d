import type { Duplex } from 'node:stream';
import test from 'ava';
import { SwarmlabError } from '../../src/errors/index.ts';
import type { ImageBundle } from '../../src/images/bundle.ts';
import { loadImages } from '../../src/images/load.ts';
import type { Remote, Upload } from '../../src/transport/runner.ts';
import { FakeRunner } from '../_helpers/fake-runner.ts';

/** A node whose engine has what is in `store`: reference -> image id. */
class EngineNode extends FakeRunner implements Remote {
  readonly name = 'core-02';
  readonly user = 'root';
  readonly uploads: Upload[] = [];

  constructor(
    store: Map<string, string>,
    gives: (file: string) => [string, string] | undefined = () => undefined,
  ) {
    super();
    this.on(/^docker image ls /, () => ({
      stdout: [...store].map(([name, id]) => `${name} ${id}\n`).join(''),
    }));
    this.on(/docker load -q -i/, ({ argv }) => {
      for (const file of argv.slice(4)) {
        const image = gives(file);
        if (image) store.set(...image);
      }
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
  file: `${name}.tar`,
  sha256: name.padEnd(64, '0'),
  bytes: 10,
  arch: 'amd64' as const,
});
const bundle: ImageBundle = { folder: '/cache', source: 'test', images: [image('probe'), image('whoami')] };
const gives = (file: string): [string, string] => {
  const name = file.includes('probe.tar') ? 'probe' : 'whoami';
  return [`localhost/${name}:1`, `sha256:config-of-${name}`];
};

test('an engine that has nothing gets every image', async (t) => {
  const node = new EngineNode(new Map(), gives);
  t.is(await loadImages(node, bundle), 'loaded');
  t.deepEqual(
    node.uploads.map(({ from }) => from),
    ['/cache/probe.tar', '/cache/whoami.tar'],
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
  t.is(node.ran.length, 1);
});

test('another image under the same name is replaced, and only that one', async (t) => {
  const node = new EngineNode(
    new Map([
      ['localhost/probe:1', 'sha256:config-of-probe'],
      ['localhost/whoami:1', 'sha256:of-yesterday'],
    ]),
    gives,
  );
  t.is(await loadImages(node, bundle), 'loaded');
  t.deepEqual(
    node.uploads.map(({ from }) => from),
    ['/cache/whoami.tar'],
  );
});

test('images whose files the script of a killed run took first are sent again', async (t) => {
  let calls = 0;
  const node = new EngineNode(new Map(), (file) => {
    calls += 1;
    return calls > bundle.images.length ? gives(file) : undefined;
  });
  t.is(await loadImages(node, bundle), 'loaded');
  t.is(node.uploads.length, 4);
});

test('an engine that says yes and has nothing is an error with the names', async (t) => {
  const error = await t.throwsAsync(loadImages(new EngineNode(new Map()), bundle), {
    instanceOf: SwarmlabError,
  });
  t.is(error?.code, 'E_NODE_COMMAND');
  t.regex(error?.message ?? '', /core-02: .*localhost\/probe:1, localhost\/whoami:1/);
});

test('an engine that does not answer is an error with its reason', async (t) => {
  const node = new EngineNode(new Map()).on(/^docker image ls /, {
    exitCode: 1,
    stderr: 'Cannot connect to the Docker daemon\n',
  });
  const error = await t.throwsAsync(loadImages(node, bundle), { instanceOf: SwarmlabError });
  t.regex(error?.message ?? '', /core-02: .*Cannot connect to the Docker daemon/);
});
