import { readFileSync } from 'node:fs';
import { Duplex } from 'node:stream';
import test from 'ava';
import { printError } from '../../src/cli/print-error.ts';
import { engineApi } from '../../src/cluster/engine-api.ts';
import { mustRun } from '../../src/transport/must-run.ts';
import { FakeIo } from '../_helpers/fake-io.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';
import { FakeRunner } from '../_helpers/fake-runner.ts';

const recorded = (sample: string) =>
  readFileSync(`test/fixtures/known-problems/${sample}`, 'utf8').replace(/^# Source: .*\n/, '');

async function shown(error: unknown) {
  const io = new FakeIo();
  return { code: await printError(io, error, '/lab/up.log'), err: io.err };
}

test('of a command whose output tells of a known problem, cause, fix, link and log are shown', async (t) => {
  const runner = new FakeRunner().on(/^docker pull/, { exitCode: 1, stderr: recorded('pull-limit.txt') });
  const failure = { code: 'E_NODE_COMMAND', what: 'could not pull', fix: 'Look at the log.' } as const;
  const error = await t.throwsAsync(mustRun(runner, { argv: ['docker', 'pull', 'redis'] }, failure));
  const { code, err } = await shown(error);
  t.is(code, 3);
  t.regex(err, /^error: could not pull: .* \[E_PULL_LIMIT\]$/m);
  t.regex(err, /^ {2}cause: the registry gives this network no more images/m);
  t.regex(err, /^ {2}fix: Run `docker login`/m);
  t.regex(err, /^ {2}more: https:\/\/docs\.docker\.com\/docker-hub\/usage\/$/m);
  t.regex(err, /^ {2}log: \/lab\/up\.log$/m);
  t.notRegex(err, /Look at the log/);
});

/** An engine's end of a connection, which answers whatever it is asked with this. */
function answering(status: string, body: string): Duplex {
  return new Duplex({
    read() {},
    write(_chunk, _encoding, done) {
      this.push(`HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
      done();
    },
  });
}

test('what an engine refuses is looked up as well', async (t) => {
  const reason =
    "rpc error: code = InvalidArgument desc = port '80' is already in use by service 'web' (1v22) as an ingress port";
  const remote = new FakeRemote();
  remote.openStream = () => answering('400 Bad Request', JSON.stringify({ message: reason }));
  const error = await t.throwsAsync(engineApi(remote).post('/services/create', {}));
  t.regex((await shown(error)).err, /\[E_PORT_TAKEN\]\n {2}cause: another service of the swarm/);
});

test('of a command that fails otherwise nothing is added', async (t) => {
  const runner = new FakeRunner().on(/^false/, { exitCode: 1, stderr: 'no' });
  const failure = { code: 'E_NODE_COMMAND', what: 'could not', fix: 'Look.' } as const;
  const error = await t.throwsAsync(mustRun(runner, { argv: ['false'] }, failure));
  const { code, err } = await shown(error);
  t.is(code, 4);
  t.is(err, 'error: could not: no [E_NODE_COMMAND]\n  fix: Look.\n  log: /lab/up.log\n');
});
