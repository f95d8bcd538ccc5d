import test from 'ava';
import type { Trial } from '../../../src/course/gate/trial.ts';
import { labIds } from '../../../src/course/lab-folders.ts';
import { gateRun } from '../../_helpers/gate-run.ts';
import { labScene } from '../../_helpers/lab-scene.ts';

// Half of the labs here, half in gate-odd: both run at the same time, each on a cluster of its own.

// AVA takes no test that is declared after a wait.
const labs = await labIds();
const cluster = labScene('gate-even');
gateRun(
  cluster,
  labs.filter((_, index) => index % 2 === 0),
);

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
