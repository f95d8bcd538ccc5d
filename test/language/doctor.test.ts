import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type DoctorReport, runDoctor } from '../../src/cli/commands/doctor.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { speak } from '../../src/language/speak.ts';
import { computer } from '../_helpers/computer.ts';
import { FakeIo, fakeContext } from '../_helpers/fake-io.ts';
import { FakeRunner } from '../_helpers/fake-runner.ts';
import { temporaryFolder } from '../_helpers/folder.ts';
import { recorded } from '../_helpers/recorded.ts';

// The language is the process's: one test after the other, and English again behind each.
test.afterEach.always(() => speak('en'));

const plan = `version: 1
cluster: lab
provider: vagrant
nodes:
  - { name: core-01, role: manager, address: 172.17.8.101 }
`;

/** What `doctor` prints on a computer whose VirtualBox allows no host-only network of the plan's. */
async function looked(t: ExecutionContext, flags: { json?: boolean }): Promise<string> {
  const root = await temporaryFolder(t);
  await writeFile(path.join(root, 'swarmlab.yaml'), plan);
  const runner = new FakeRunner()
    .on(/./, () => {
      throw new SwarmlabError('E_COMMAND_MISSING', '-', { fix: '' });
    })
    .on(/^ip -j/, { stdout: '[]' })
    .on(/^vagrant --version/, { stdout: 'Vagrant 2.4.9\n' })
    .on(/^vagrant plugin/, { stdout: 'No plugins installed.\n' })
    .on(/^VBoxManage/, { stdout: recorded('vboxmanage-6.1.28.txt') });
  const io = new FakeIo(root);
  await runDoctor(fakeContext(io).context, flags, {
    runner: () => runner,
    computer: computer({ root, home: root }),
    fetch: async () => {
      throw new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } });
    },
    node: 'v22.11.0',
  });
  return io.out;
}

test.serial('doctor says in Korean what it saw, what is needed and the fix', async (t) => {
  await speak('ko');
  const out = await looked(t, {});
  t.regex(out, /^메모리 +\S+ +이 컴퓨터: 16000 MiB \(그중 12000 MiB 사용 가능\) *$/m);
  t.regex(out, /^노드 +\S+ +실행 중인 노드가 없습니다 *$/m);
  t.regex(
    out,
    /VirtualBox의 호스트 전용 대역\n {2}필요: \/etc\/vbox\/networks\.conf에 172\.17\.8\.0\/24\n {2}해결: root로 /,
  );
  const prose = out.replaceAll(/`[^`]*`|vagrant box add.*/g, '');
  t.deepEqual(prose.match(/^.*[a-z]{2,}( [a-z]{2,}){2}.*$/gm), null, 'no English is left');
});

test.serial('what programs read of doctor is the same in Korean; its sentences are Korean', async (t) => {
  const english: DoctorReport = JSON.parse(await looked(t, { json: true }));
  await speak('ko');
  const korean: DoctorReport = JSON.parse(await looked(t, { json: true }));
  const read = ({ rows, ...report }: DoctorReport) => ({
    ...report,
    rows: rows.map(({ id, outcome, fix }) => ({ id, outcome, hasFix: fix !== null })),
  });
  t.deepEqual(read(korean), read(english));
  t.deepEqual(Object.keys(korean.rows[0] ?? {}), Object.keys(english.rows[0] ?? {}));
  for (const { id, fix } of korean.rows) if (fix !== null) t.regex(fix, /[가-힣]/, id);
});
