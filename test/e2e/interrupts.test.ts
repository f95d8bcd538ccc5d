import { existsSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { ended, ScratchCluster, said } from '../_helpers/scratch-cluster.ts';

const cluster = new ScratchCluster('interrupts');
test.before(() => cluster.init('--nodes', '2'));
test.after.always(() => cluster.remove());

const moments = [
  { when: 'machines are made', sign: /making the machine/ },
  { when: 'the engine is uploaded', sign: /uploading the engine/ },
  { when: 'the engine is started', sign: /Configure the engine: daemon.json written/ },
  { when: 'the swarm is formed', sign: /Start the engine: (answers|nothing to do)/ },
  { when: 'the data plane is verified', sign: /Verify the data plane: tcp/ },
];

for (const { when, sign } of moments) {
  test.serial(`Ctrl-C while ${when} ends with 130 and one message, soon`, async (t) => {
    const up = cluster.spawn('up');
    const end = ended(up);
    t.true(await said(up, sign));
    const struck = Date.now();
    // A terminal sends it to the whole group: docker commands that run just then get it too.
    process.kill(-(up.pid as number), 'SIGINT');
    const { code, stderr } = await end;
    t.is(code, 130, stderr);
    t.true(Date.now() - struck < 5000, `it took ${Date.now() - struck} ms`);
    t.deepEqual(stderr.match(/^error: .*$/gm), ['error: interrupted [E_INTERRUPTED]'], stderr);
    t.regex(stderr, /^ {2}fix: Run the same command again: it goes on from here\.$/m);
    t.notRegex(stderr, /^\s+at .*:\d+/m);
    t.false(existsSync(path.join(cluster.folder, '.swarmlab/lock')));
  });
}

test.serial('the next up goes on and completes', async (t) => {
  const { code, stderr } = await cluster.run('up');
  t.is(code, 0, stderr);
  t.regex(stderr, /Push the engine: Docker \S+ is there/);
  t.regex(stderr, /2 directions carried the payload/);
  t.deepEqual(await cluster.states(), ['ready', 'ready']);
});
