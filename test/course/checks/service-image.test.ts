import test from 'ava';
import { serviceImage } from '../../../src/course/checks/service-image.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import { version1, version2, whoamiService, whoamiTask } from '../../_helpers/update-lab.ts';

const params = { service: 'whoami', image: version2 };
const everywhere = [version1, version2];

async function judge(service: object[], tasks: object[], images: Scene['engine'] = () => has(...everywhere)) {
  const cluster = labCluster({ services: () => service, tasks: () => tasks, engine: images });
  return serviceImage.judge(params, await serviceImage.probe(cluster, params), undefined);
}

const has = (...tags: string[]) => [{ Id: 'sha256:a1b2', RepoTags: tags }];
const five = (image = version2) => [1, 2, 3, 4, 5].map((slot) => whoamiTask(slot, { image }));

test('all tasks on the image pass, a digest behind it or not', async (t) => {
  t.deepEqual(await judge([whoamiService()], five()), {
    outcome: 'pass',
    message: 'all 5 running tasks of whoami run localhost/whoami:2',
  });
  const digest = `${version2}@sha256:${'0'.repeat(64)}`;
  t.is((await judge([whoamiService({ image: digest })], five(digest))).outcome, 'pass');
});

test('the image of before fails', async (t) => {
  const verdict = await judge([whoamiService({ image: version1 })], five(version1));
  t.is(verdict.reason, 'other-image');
  t.is(verdict.message, 'whoami is to run localhost/whoami:1; expected localhost/whoami:2');
});

test('an image that is on one node alone fails, and is told where it is', async (t) => {
  const mine = 'localhost/whoami:mine';
  const verdict = await judge([whoamiService({ image: mine, update: 'paused' })], five(), (node) =>
    has(...everywhere, ...(node === 'core-01' ? [mine] : [])),
  );
  t.is(verdict.reason, 'image-on-some-nodes');
  t.regex(verdict.message, /which is on core-01 and not on core-02, core-03/);
});

test('version 2 itself counts only where every node has it', async (t) => {
  const verdict = await judge([whoamiService()], five(), (node) =>
    has(...(node === 'core-03' ? [version1] : everywhere)),
  );
  t.is(verdict.reason, 'image-on-some-nodes');
});

test('an image that no node has fails, however the update ended', async (t) => {
  const verdict = await judge([whoamiService({ image: 'localhost/whoami:3', update: 'paused' })], five());
  t.is(verdict.reason, 'image-nowhere');
  t.true(verdict.settled);
});

test('while the update to it goes on, a rollback may still come', async (t) => {
  const verdict = await judge([whoamiService({ image: 'localhost/whoami:3', update: 'updating' })], five());
  t.is(verdict.reason, 'image-nowhere');
  t.falsy(verdict.settled);
});

test('an update that stands still fails', async (t) => {
  const verdict = await judge(
    [whoamiService({ update: 'paused' })],
    [...five(), whoamiTask(1, { image: version1 })],
  );
  t.is(verdict.reason, 'stands-still');
});

test('an update under way, and tasks of the old image, fail and are waited for', async (t) => {
  const half = [...five().slice(0, 3), whoamiTask(4, { image: version1 })];
  const moving = await judge([whoamiService({ update: 'updating' })], half);
  t.is(moving.reason, 'updating');
  t.regex(moving.message, /^3 of 4 running tasks/);
  t.falsy(moving.settled);
  const rest = await judge([whoamiService()], half);
  t.is(rest.reason, 'not-running');
  t.is((await judge([whoamiService()], [])).reason, 'not-running');
});

test('no service fails', async (t) => {
  t.is((await judge([], [])).reason, 'no-service');
});

test('a node that does not answer says nothing of images', async (t) => {
  const verdict = await judge([whoamiService()], five(), (node) => {
    if (node === 'core-02') throw new SwarmlabError('E_SSH_LOST', 'core-02: gone', { fix: '' });
    return has(...everywhere);
  });
  t.is(verdict.outcome, 'pass');
});
