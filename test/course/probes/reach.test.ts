import test from 'ava';
import { everyNodeAsksEveryNode, type Sample, unusableNodes } from '../../../src/course/probes/reach.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';

const one = { nodes: labCluster().nodes.slice(0, 1) };

async function ask(question: () => Promise<string>): Promise<Sample<string>['result'] | undefined> {
  return (await everyNodeAsksEveryNode(one, question, 20))[0]?.result;
}

test('what never answers is silent after the patience, and its connection is ended', async (t) => {
  let ended: AbortSignal | undefined;
  const [sample] = await everyNodeAsksEveryNode(
    one,
    (_from, _to, signal) => {
      ended = signal;
      return new Promise(() => {});
    },
    20,
  );
  t.deepEqual(sample?.result, { kind: 'silent', reason: 'no answer in 0.02 s' });
  t.true(ended?.aborted);
});

test('a refusal is no lack of a question', async (t) => {
  const refused = new SwarmlabError('E_NODE_COMMAND', 'connection refused', { fix: '' });
  t.is((await ask(() => Promise.reject(refused)))?.kind, 'refused');
});

test('an sshd that forbids forwarding leaves the question unasked', async (t) => {
  const cause = Object.assign(new Error('open failed'), { reason: 1 });
  const error = new SwarmlabError('E_NODE_COMMAND', 'cannot connect', {
    fix: '',
    cause: new Error('x', { cause }),
  });
  t.is((await ask(() => Promise.reject(error)))?.kind, 'unasked');
});

test('a defect of ours is not taken for a refusal', async (t) => {
  await t.throwsAsync(
    ask(() => Promise.reject(new TypeError('x is not a function'))),
    { instanceOf: TypeError },
  );
});

test('three nodes on which everything is silent are not called unusable: nobody heard anything', (t) => {
  const silent = { kind: 'silent', reason: '' } as const;
  const samples = ['a', 'b'].flatMap((from) => ['a', 'b'].map((to) => ({ from, to, result: silent })));
  t.is(unusableNodes(samples).size, 0);
});
