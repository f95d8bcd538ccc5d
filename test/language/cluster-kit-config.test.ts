import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { requireName } from '../../src/cluster/snapshots/refusals.ts';
import { loadTopology } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { verifyKit } from '../../src/kit/verify.ts';
import { speak } from '../../src/language/speak.ts';
import { knownHosts } from '../../src/transport/known-hosts.ts';

// The language is the process's: one test after the other, and English again behind each.
test.beforeEach(() => speak('ko'));
test.afterEach.always(() => speak('en'));

async function inFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'swarmlab-korean-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return folder;
}

test.serial('every problem of a swarmlab.yaml is told in Korean, with its fix', async (t) => {
  const file = path.join(await inFolder(t), 'swarmlab.yaml');
  await writeFile(
    file,
    `version: 1
cluster: My_Lab
provider: docker
network: { bip: 172.17.8.9/24 }
nodes:
  - { name: core-01, role: manager, address: 172.17.8.101, memory: 2GB }
  - { name: core-02, role: boss, address: 10.0.0.1 }
lab: []
`,
  );
  const error = await t.throwsAsync(loadTopology(file), { instanceOf: ConfigError });
  t.is(error?.message, `${file}: 오류 6개`);
  t.is(error?.fix, '위에 나온 줄을 모두 고치고 명령을 다시 실행하세요');
  t.deepEqual(error?.report.replaceAll(`${file}:`, '').split('\n'), [
    '2:10: 오류: cluster: 올바른 이름이 아닙니다 (현재 값: "My_Lab")',
    '  해결: `cluster: my-lab`라고 쓰세요: core-01처럼 영문 소문자, 숫자, 하이픈만 쓰세요',
    '4:17: 오류: network.bip 범위가 network.subnet 172.17.8.0/24 범위와 겹칩니다 (현재 값: "172.17.8.9/24")',
    '  해결: `network:` 아래에 `bip: 192.168.20.1/24`라고 쓰세요',
    '6:68: 오류: nodes[0].memory에 올 수 있는 값: 정수 (현재 값: "2GB")',
    '  해결: `memory: 2048`라고 쓰세요',
    '7:28: 오류: nodes[1].role에 올 수 있는 값은 다음 중 하나입니다: manager, worker (현재 값: "boss")',
    '  해결: `role: manager`라고 쓰세요',
    '7:43: 오류: core-02: 주소가 network.subnet 172.17.8.0/24 밖에 있습니다 (현재 값: "10.0.0.1")',
    '  해결: 비어 있는 주소를 쓰세요: `address: 172.17.8.102`',
    '8:1: 오류: 최상위에 모르는 키가 있습니다 (현재 값: "lab")',
    '  해결: 혹시 labs 말씀인가요?',
  ]);
});

test.serial('what keeps from a machine, a snapshot or a kit is told in Korean', async (t) => {
  const folder = await inFolder(t);
  const hosts = knownHosts(path.join(folder, 'known_hosts'));
  const notKey = t.throws(() => hosts.expect('core-01', 'nonsense'), { instanceOf: SwarmlabError });
  t.is(notKey?.message, 'core-01: 호스트 공개 키가 아닙니다: "nonsense"');
  t.regex(notKey?.fix ?? '', /^머신의 .*있는 그대로 쓰세요/);

  const wrongName = t.throws(() => requireName('a b'), { instanceOf: SwarmlabError });
  t.is(wrongName?.message, '스냅샷 이름으로 쓸 수 없습니다: "a b"');

  const { signal } = new AbortController();
  const noKit = await t.throwsAsync(verifyKit(folder, { signal, report: () => {} }), {
    instanceOf: SwarmlabError,
  });
  t.is(noKit?.message, `완성된 키트가 없는 폴더입니다: ${folder} (manifest.json 없음)`);
  t.regex(noKit?.fix ?? '', /^`swarmlab bundle create`로 만든 폴더를 지정하세요/);
});
