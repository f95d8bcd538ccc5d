import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { docker } from '../_helpers/docker-host.ts';
import { ScratchCluster } from '../_helpers/scratch-cluster.ts';

const cluster = new ScratchCluster('support');

test.before(async () => {
  await cluster.init();
  await cluster.must('up');
});
test.after.always(() => cluster.remove());

/** Makes an archive, and gives what was said and what is in it: path -> text. */
async function archived(): Promise<{ said: string; files: Map<string, string> }> {
  const said = await cluster.must('support', '--output', 'help.tar.gz');
  execFileSync('tar', ['-xzf', path.join(cluster.folder, 'help.tar.gz'), '-C', cluster.folder]);
  const root = path.join(cluster.folder, 'swarmlab-support');
  const names = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = new Map(
    names.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return [path.relative(root, file), readFileSync(file, 'utf8')];
    }),
  );
  rmSync(root, { recursive: true });
  return { said, files };
}

test('of a node that is off and one whose engine hangs all the rest is told, and no secret', async (t) => {
  await cluster.on('core-01', 'printf planted-payload | docker secret create mine -');
  await cluster.on(
    'core-01',
    'docker service create --quiet --detach --name web --env A_WORD=planted-value --secret mine localhost/probe:1 sleep 1000',
  );
  await docker('stop', '--time', '1', cluster.machine('core-03'));
  await docker('exec', cluster.machine('core-02'), 'sh', '-c', 'kill -STOP $(pidof dockerd)');
  const { said, files } = await archived();
  await docker('exec', cluster.machine('core-02'), 'sh', '-c', 'kill -CONT $(pidof dockerd)');
  t.regex(said, /^left out: nodes\/core-03: its machine is stopped$/m);
  t.regex(said, /^left out: nodes\/core-02\/docker-info\.json: no answer within 15 s$/m);
  const expected = [
    'README.txt',
    'doctor.json',
    'logs/up.log',
    'nodes/core-01/engine.log',
    'nodes/core-02/facts.json',
  ];
  for (const name of [...expected, 'swarm/nodes.json', 'swarm/tasks.json']) t.true(files.has(name), name);
  t.regex(files.get('swarm/services.json') ?? '', /"A_WORD=\*\*\*"/);
  const all = [...files.values()].join('\n');
  t.notRegex(all, /planted|SWMTKN-1-\w|PRIVATE KEY-----\s/);
});
