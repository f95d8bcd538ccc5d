import test from 'ava';
import type { Trial } from '../../src/course/gate/trial.ts';
import type { ScratchCluster } from './scratch-cluster.ts';

/** One test a lab: the authors' gate finds nothing amiss with it. */
export function gateRun(cluster: ScratchCluster, labs: readonly string[]): void {
  for (const lab of labs)
    test.serial(`the authors' gate lets ${lab} pass`, async (t) => {
      t.timeout(1_200_000);
      const { code, stdout, stderr } = await cluster.run('lab', 'test', lab, '--json');
      const [trial] = stdout ? (JSON.parse(stdout) as { labs: Trial[] }).labs : [];
      t.deepEqual(trial?.violations, [], stderr);
      t.is(code, 0, stderr);
      for (const { what, reason } of trial?.skips ?? []) t.log(`${what}: skipped: ${reason}`);
      t.log(stderr.trim());
    });
}
