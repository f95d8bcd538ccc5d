import test from 'ava';
import { dockerCli } from '../../../src/provider/docker/docker-cli.ts';
import { ensureNatNetwork } from '../../../src/provider/docker/network.ts';
import { FakeRunner } from '../../_helpers/fake-runner.ts';

type Answer = { exitCode: number; stderr: string };
const fine: Answer = { exitCode: 0, stderr: '' };
const refused = (stderr: string): Answer => ({
  exitCode: 1,
  stderr: `Error response from daemon: ${stderr}\n`,
});
const overlap = refused('Pool overlaps with other one on this address space');

/** Makes the network on a host that has none and gives these answers; returns the `--subnet` of each attempt. */
async function attempts(...answers: Answer[]) {
  const tried: (string | undefined)[] = [];
  const isolated: boolean[] = [];
  const reported: string[] = [];
  const runner = new FakeRunner()
    .on(/^docker network inspect/, refused('No such network: swarmlab-nat'))
    .on(/^docker network create/, ({ argv }) => {
      const at = argv.indexOf('--subnet');
      tried.push(at < 0 ? undefined : argv[at + 1]);
      isolated.push(argv.some((word) => word.includes('enable_icc=false')));
      return answers.shift() ?? fine;
    });
  await ensureNatNetwork(dockerCli(runner), (line) => reported.push(line));
  return { tried, isolated, reported };
}

test("the NAT network gets addresses of its own choice, for Docker's may be ones that nodes need", async (t) => {
  t.deepEqual((await attempts()).tried, ['10.199.0.0/22']);
});

test('addresses that the host uses already are passed over', async (t) => {
  t.deepEqual((await attempts(overlap, overlap)).tried, ['10.199.0.0/22', '10.203.0.0/22', '10.207.0.0/22']);
});

test('where all are used, Docker chooses', async (t) => {
  t.is((await attempts(overlap, overlap, overlap, overlap)).tried.at(-1), undefined);
});

test('where the host cannot keep machines apart on it, that is said, and it is made all the same', async (t) => {
  const { isolated, reported } = await attempts(
    refused('cannot restrict inter-container communication'),
    overlap,
  );
  t.deepEqual(isolated, [true, false, false]);
  t.is(reported.length, 1);
});

test('a host that makes no network is an error with its reason', async (t) => {
  const refusal = refused('could not find an available, non-overlapping IPv4 address pool');
  await t.throwsAsync(attempts(overlap, overlap, overlap, overlap, refusal), {
    message: /could not make the network swarmlab-nat: .*available, non-overlapping/,
  });
});
