import test from 'ava';
import { preflight } from '../../../src/cluster/doctor/preflight.ts';
import { runRows } from '../../../src/cluster/doctor/run-rows.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import type { Row } from '../../../src/provider/diagnosis.ts';
import { computer } from '../../_helpers/computer.ts';
import { FakeRunner } from '../../_helpers/fake-runner.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { recorded } from '../../_helpers/recorded.ts';
import { topology } from '../../_helpers/topology.ts';

const row = (id: string, look: Row['look']): Row => ({ id, title: id, look });
const fine = { outcome: 'ok', seen: 'it is there', needed: 'it' } as const;

test('a row that hangs is unknown when time is up, and keeps no other from its answer', async (t) => {
  const begun = performance.now();
  const answers = await runRows(
    [row('hangs', () => new Promise(() => {})), row('answers', async () => fine)],
    50,
  );
  t.true(performance.now() - begun < 3000);
  t.deepEqual(
    answers.map(({ verdict }) => verdict),
    [{ outcome: 'unknown', seen: 'no answer in time' }, fine],
  );
});

test('what cannot be asked is unknown with the reason, and a mistake of ours comes to light', async (t) => {
  const refused = async () => {
    throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
  };
  const broken = async () => {
    throw new SwarmlabError('E_DOCKER_HOST', 'no Docker host answers', { fix: '' });
  };
  const answers = await runRows([row('a', refused), row('b', broken)]);
  t.deepEqual(
    answers.map(({ verdict }) => `${verdict.outcome}: ${verdict.seen}`),
    ['unknown: EACCES: permission denied', 'unknown: no Docker host answers'],
  );
  const wrong = async () => {
    throw new TypeError('x is not a function');
  };
  await t.throwsAsync(runRows([row('a', wrong)]), { instanceOf: TypeError });
});

/** What `up` asks on a computer whose VirtualBox is all right but for its ranges. */
async function askBefore(folder: string, runner: FakeRunner, memoryMiB = 16_000): Promise<void> {
  await preflight({
    topology: topology(),
    folder,
    cacheFolder: folder,
    runner,
    env: {},
    computer: computer({ root: folder, home: folder, memoryMiB }),
    states: async () => new Map(),
  });
}

const virtualBox = () =>
  new FakeRunner()
    .on(/^(virsh|vmrun|prlctl)/, () => {
      throw new SwarmlabError('E_COMMAND_MISSING', 'it is not installed', { fix: '' });
    })
    .on(/^vagrant --version/, { stdout: 'Vagrant 2.4.9\n' })
    .on(/^vagrant plugin list/, { stdout: 'No plugins installed.\n' })
    .on(/^VBoxManage/, { stdout: recorded('vboxmanage-6.1.28.txt') });

test("`up` stops with the first fatal row's sentence, fix and code, before anything is made", async (t) => {
  const folder = await temporaryFolder(t);
  const error = await t.throwsAsync(askBefore(folder, virtualBox()), { code: 'E_HOSTONLY_RANGE' });
  t.regex(error?.message ?? '', /^VirtualBox allows no host-only network at 172\.17\.8\.0\/24/);
  t.regex((error as SwarmlabError).fix, /\* 192\.168\.56\.0\/21 172\.17\.8\.0\/24/);
});

test('what else is fatal is named with it', async (t) => {
  const folder = await temporaryFolder(t);
  const error = await t.throwsAsync(askBefore(folder, virtualBox(), 2000), { code: 'E_HOSTONLY_RANGE' });
  t.regex(error?.message ?? '', /`swarmlab doctor` has more: Memory/);
  t.regex((error as SwarmlabError).output ?? '', /Memory: this computer has 2000 MiB/);
});
