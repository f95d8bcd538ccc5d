import { readdir } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { dockerUnavailable, fromDocker } from '../../../src/engine/sources/docker.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { FakeRunner } from '../../_helpers/fake-runner.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';

const signal = new AbortController().signal;
const common = { arch: 'arm64', runner: new FakeRunner(), report() {}, signal } as const;

async function refusal(t: ExecutionContext, taking: Promise<unknown>): Promise<SwarmlabError> {
  return t.throwsAsync(taking, { instanceOf: SwarmlabError });
}

test('a file that is not the pinned one is refused, and nothing is left that could be taken for it', async (t) => {
  const into = await temporaryFolder(t);
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (url) => {
    asked.push(String(url));
    return new Response('not an archive');
  };
  const error = await refusal(t, fromDocker({ ...common, into, fetch }));
  t.is(error.code, 'E_ENGINE_CHECKSUM');
  t.deepEqual(asked, ['https://download.docker.com/linux/static/stable/aarch64/docker-28.0.4.tgz']);
  t.deepEqual(await readdir(into), ['engine.tar.gz.part']);
});

test('a version without a known checksum is not downloaded', async (t) => {
  const fetch: typeof globalThis.fetch = async () => t.fail() as never;
  const error = await refusal(t, fromDocker({ ...common, into: '/nowhere', fetch, version: '1.2.3' }));
  t.is(error.code, 'E_ENGINE_SOURCE');
  t.regex(error.fix, /28\.0\.4 or 27\.3\.1/);
  t.regex((await dockerUnavailable({ ...common, fetch, version: '1.2.3' })) ?? '', /not known/);
});

test('an error page or a broken connection is told with its address and reason', async (t) => {
  const into = await temporaryFolder(t);
  const failing: [typeof globalThis.fetch, RegExp][] = [
    [async () => new Response('', { status: 503 }), /docker-28\.0\.4\.tgz: the server answered 503$/],
    [
      async () => {
        throw new TypeError('fetch failed', {
          cause: new Error('getaddrinfo ENOTFOUND download.docker.com'),
        });
      },
      /: getaddrinfo ENOTFOUND download\.docker\.com$/,
    ],
  ];
  for (const [fetch, message] of failing) {
    const error = await refusal(t, fromDocker({ ...common, into, fetch }));
    t.is(error.code, 'E_ENGINE_SOURCE');
    t.regex(error.message, message);
  }
});

test('an interrupted download is an interruption', async (t) => {
  const stop = new AbortController();
  const fetch: typeof globalThis.fetch = async () => {
    stop.abort();
    throw stop.signal.reason;
  };
  const into = await temporaryFolder(t);
  const error = await refusal(t, fromDocker({ ...common, into, fetch, signal: stop.signal }));
  t.is(error.code, 'E_INTERRUPTED');
});

test('whether the archive can be had is asked without downloading it', async (t) => {
  const methods: (string | undefined)[] = [];
  const fetch: typeof globalThis.fetch = async (_, init) => {
    methods.push(init?.method);
    return new Response(null, { status: methods.length === 1 ? 200 : 404 });
  };
  t.is(await dockerUnavailable({ ...common, fetch }), undefined);
  t.is(await dockerUnavailable({ ...common, fetch }), 'download.docker.com answered 404');
  t.deepEqual(methods, ['HEAD', 'HEAD']);
});
