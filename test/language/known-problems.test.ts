import { readFileSync } from 'node:fs';
import test from 'ava';
import { printError } from '../../src/cli/print-error.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { speak } from '../../src/language/speak.ts';
import { explainVagrant } from '../../src/provider/vagrant/explain.ts';
import { FakeIo } from '../_helpers/fake-io.ts';
import { topology } from '../_helpers/topology.ts';

// The language is the process's: one test after the other, and English again behind each.
test.afterEach.always(() => speak('en'));

const recorded = (sample: string) => readFileSync(`test/fixtures/known-problems/${sample}`, 'utf8');

async function shown(error: unknown): Promise<string> {
  const io = new FakeIo();
  await printError(io, error);
  return io.err;
}

test.serial('what is known of a failure is told in Korean', async (t) => {
  await speak('ko');
  const error = new SwarmlabError('E_NODE_COMMAND', 'core-01', {
    fix: '',
    output: recorded('port-in-use.txt'),
    unexplained: true,
  });
  t.is(
    await shown(error),
    `오류: core-01 [E_PORT_TAKEN]
  원인: 컨테이너나 다른 프로그램이 이 포트를 이미 쓰고 있습니다
  해결: 그 컴퓨터에서 \`docker ps\`와 \`sudo ss -ltnp\`로 찾으세요. 그것을 끝내거나 다른 포트를 공개하세요.
  더 보기: https://github.com/moby/moby/issues/34824
`,
  );
});

test.serial('what Vagrant says is told in Korean with the words of the plan', async (t) => {
  await speak('ko');
  const result = { exitCode: 1, stdout: '', stderr: recorded('no-hypervisor-of-that-name.txt') };
  const plan = topology();
  const chosen = { ...plan, vagrant: { ...plan.vagrant, provider: 'libvirt' as const } };
  t.regex(
    await shown(explainVagrant('', result, chosen)),
    /^오류: Vagrant가 여기서 쓸 수 있는 것이 없습니다\(libvirt 없음\) \[E_VAGRANT\]\n {2}해결: VirtualBox\(https:[^)]+\)를 설치하거나/,
  );
});
