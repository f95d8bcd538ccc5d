import { readdirSync } from 'node:fs';
import test from 'ava';
import type { Trial } from '../../src/course/gate/trial.ts';
import { installed } from '../_helpers/installed.ts';
import { ScratchCluster } from '../_helpers/scratch-cluster.ts';
import { loadTraefikDouble } from '../_helpers/traefik-double.ts';

const cluster = new ScratchCluster('labs');
test.before(async (t) => {
  t.timeout(600_000);
  await cluster.init();
  await cluster.must('up');
  // The real image cannot be had everywhere; what stands in for it says so itself.
  if (installed('apt-get')) await loadTraefikDouble(cluster);
});
test.after.always(() => cluster.remove());

const labs = readdirSync('labs')
  .filter((name) => /^\d\d-/.test(name))
  .sort();

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

test.serial('a swarm with a service of somebody else is not ended', async (t) => {
  await cluster.on(
    'core-01',
    'docker service create --detach --quiet --no-resolve-image --name shop localhost/whoami:1',
  );
  const { code, stdout } = await cluster.run('lab', 'test', '00', '--json');
  t.is(code, 0, 'a lab that would end a swarm with foreign services is left out');
  const [trial] = (JSON.parse(stdout) as { labs: Trial[] }).labs;
  t.is(trial?.outcome, 'skip');
  t.regex(trial?.skips[0]?.reason ?? '', /the service shop/);
  t.is((await cluster.on('core-01', "docker service ls --format '{{.Name}}'")).trim(), 'shop');
});
