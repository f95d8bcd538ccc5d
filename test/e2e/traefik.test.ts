import test from 'ava';
import type { LabReport } from '../../src/course/outcome.ts';
import { eventually } from '../_helpers/eventually.ts';
import { installed } from '../_helpers/installed.ts';
import { ScratchCluster } from '../_helpers/scratch-cluster.ts';
import { loadTraefikDouble } from '../_helpers/traefik-double.ts';

// Where no registry can be reached; the double and redis come from Debian's packages.
const serial = installed('apt-get') ? test.serial : test.serial.skip;

const cluster = new ScratchCluster('traefik');
test.after.always(() => cluster.remove());

async function outcomes(): Promise<Record<string, string>> {
  const { stdout } = await cluster.run('lab', 'check', '05', '--json');
  const { checks } = JSON.parse(stdout) as LabReport;
  return Object.fromEntries(checks.map(({ id, outcome, message }) => [id, `${outcome}: ${message}`]));
}

/** Waits until the update of a service is over: a manager writes that down, and refuses a change that comes between. */
function updateEnds(service: string): Promise<void> {
  const state = `docker service inspect ${service} --format '{{with .UpdateStatus}}{{.State}}{{end}}'`;
  return eventually(async () => (await cluster.on('core-01', state)) === 'completed\n', 60_000);
}

serial(
  'without the images of Traefik and Portainer the solution does the rest, and the checks say what is missing',
  async (t) => {
    await cluster.init();
    await cluster.must('up');
    await cluster.solve('03-counter');
    const said = await cluster.solve('05-traefik');
    t.regex(said, /left out: the image localhost\/traefik:3\.6 is not here/);
    const seen = await outcomes();
    const passed = Object.keys(seen).filter((id) => seen[id]?.startsWith('pass: '));
    t.deepEqual(passed, ['joined', 'labels']);
    for (const [id, outcome] of Object.entries(seen))
      if (!passed.includes(id))
        t.regex(outcome, /^skip: the image localhost\/(traefik|portainer):.* is not on core-01/);
  },
);

serial('the double says what it is', async (t) => {
  await loadTraefikDouble(cluster);
  const label = '{{index .Config.Labels "swarmlab.test-double"}}';
  t.is(
    await cluster.on('core-01', `docker image inspect localhost/traefik:3.6 --format '${label}'`),
    'true\n',
  );
});

serial('Traefik follows when the counter is scaled, and answers by host name alone', async (t) => {
  await cluster.solve('03-counter');
  await cluster.solve('05-traefik');
  t.true(await cluster.passes('05-traefik', 120_000));
  const version = await cluster.on('core-02', 'curl -s http://172.17.8.103:8080/api/version');
  t.is(JSON.parse(version).Codename, 'test double');
  await updateEnds('counter');
  await cluster.on('core-01', 'docker service scale --detach counter=4');
  t.regex((await outcomes()).scaled ?? '', /^fail: counter is to have 4 tasks; expected 5/);
  await cluster.on('core-01', 'docker service scale --detach counter=5');
  t.true(await cluster.passes('05-traefik', 120_000));
  const answer = await cluster.on('core-02', "curl -s -H 'Host: nobody.swarm.test' http://172.17.8.103/");
  t.is(answer, '404 page not found\n');
});
