import test from 'ava';
import { printError } from '../../src/cli/print-error.ts';
import { type EngineNode, pushEngine } from '../../src/engine/push.ts';
import { createKit } from '../../src/kit/create.ts';
import { speak } from '../../src/language/speak.ts';
import { ensureDockerHost } from '../../src/provider/docker/host.ts';
import { refuseNamesake } from '../../src/provider/docker/namesake.ts';
import { fakeBundle } from '../_helpers/engine-bundle.ts';
import { FakeIo } from '../_helpers/fake-io.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';
import { FakeRunner } from '../_helpers/fake-runner.ts';
import { kitRequest } from '../_helpers/kit.ts';

// The language is the process's: one test after the other, and English again behind each.
test.beforeEach(() => speak('ko'));
test.afterEach.always(() => speak('en'));

/** What is shown of the error that this ends with. */
async function shown(work: () => unknown): Promise<string> {
  const io = new FakeIo();
  try {
    await work();
  } catch (error) {
    await printError(io, error);
  }
  return io.err;
}

test.serial('a closed Docker host is told of in Korean, with the command that opens it', async (t) => {
  const closed = {
    exitCode: 1,
    stderr: 'permission denied while trying to connect to the Docker daemon socket\n',
  };
  const runner = new FakeRunner().on(/^docker version/, closed);
  const said = await shown(() => ensureDockerHost({ runner }));
  t.regex(
    said,
    /^오류: Docker 호스트를 쓸 권한이 없습니다: 지금 사용자는 소켓에 접근할 수 없습니다 \[E_DOCKER_HOST\]\n {2}해결: \S+ 그룹에 들어가거나/,
  );
});

test.serial('whose cluster has the name already is told in Korean', async (t) => {
  const container = {
    name: 'swarmlab-course.core-01',
    status: 'running',
    pid: 7,
    labels: { 'swarmlab.id': 'theirs', 'swarmlab.folder': '/home/me/course' },
    sshPort: 2200,
  } as const;
  const ours = { cluster: 'course', clusterId: 'ours', folder: '/here' };
  const said = await shown(() => refuseNamesake(new Map([[container.name, container]]), ours));
  t.regex(
    said,
    /^오류: 같은 이름의 클러스터가 이미 있습니다: course \(.*: \/home\/me\/course\) \[E_CLUSTER_NAME_TAKEN\]$/m,
  );
  t.regex(said, /해결: .*지우세요: swarmlab -C '\/home\/me\/course' down/);
});

test.serial('an engine that a node cannot run is refused in Korean', async (t) => {
  const remote = new FakeRemote('core-02').on(/look-for-engine/, { stdout: 'absent 1000\n' });
  const push = (node: Partial<EngineNode>) =>
    shown(() =>
      pushEngine(remote, fakeBundle(), { arch: 'amd64', glibc: '2.41', zstd: true, ...node }, () => {}),
    );
  t.regex(
    await push({ arch: 'arm64' }),
    /^오류: core-02: 아키텍처가 다릅니다 \(노드: arm64, 엔진 번들: amd64\) \[E_VALIDATE\]\n {2}해결: .*engine\.source: preinstalled/,
  );
  t.regex(
    await push({}),
    /^오류: core-02: 엔진을 놓을 \/opt의 공간이 부족합니다 \(필요: \d+ MiB, 여유: 1 MiB\) \[E_DISK_FULL\]\n {2}해결: core-02 노드의 디스크 공간을 비운 뒤/,
  );
});

test.serial('a kit tells in Korean why an image is not in it, and names the image once', async (t) => {
  const { request } = await kitRequest(t);
  const { lacking } = await createKit(request);
  t.is(
    lacking.find(({ what }) => what === 'localhost/grafana:12')?.reason,
    'docker가 설치되어 있지 않습니다; Debian 패키지에는 없습니다',
  );
});
