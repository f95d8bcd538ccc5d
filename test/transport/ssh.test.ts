import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test from 'ava';
import { knownHosts } from '../../src/transport/known-hosts.ts';
import { connect } from '../../src/transport/ssh.ts';
import { eventually } from '../_helpers/eventually.ts';
import { dialling, failsWith, pairFor, serverFor } from '../_helpers/ssh-remote.ts';
import { say } from '../_helpers/ssh-server.ts';

test('many commands share one connection', async (t) => {
  const { server, remote } = await pairFor(t);
  for (const word of ['one', 'two', 'three']) {
    t.is((await remote.run({ argv: ['echo', word] })).stdout, `${word}\n`);
  }
  t.is(server.logins, 1);
});

test('a failing command is a result with its exit code and both outputs', async (t) => {
  const { remote } = await pairFor(t);
  const result = await remote.run({ argv: ['sh', '-c', 'echo out; echo err >&2; exit 7'] });
  t.deepEqual(result, { exitCode: 7, stdout: 'out\n', stderr: 'err\n' });
});

test('a command killed by a signal exits with 128 and the signal, as in a shell', async (t) => {
  const { server, remote } = await pairFor(t);
  server.on(/^victim$/, (channel) => {
    channel.exit('KILL');
    channel.end();
  });
  t.is((await remote.run({ argv: ['victim'] })).exitCode, 137);
});

test('words reach the command unharmed, whatever they hold', async (t) => {
  const { remote } = await pairFor(t);
  const words = ["it's", '$HOME `id`', 'two\nlines', '', '*', 'ü'];
  const { stdout } = await remote.run({ argv: ['printf', '%s|', ...words] });
  t.is(stdout, words.map((word) => `${word}|`).join(''));
});

test('input goes to stdin, also when it is large, and environment variables are set', async (t) => {
  const { remote } = await pairFor(t);
  const input = Buffer.alloc(5_000_000, 'x');
  t.is((await remote.run({ argv: ['wc', '-c'], input })).stdout.trim(), '5000000');
  const shown = await remote.run({ argv: ['sh', '-c', 'echo "$WORD"'], env: { WORD: 'a b' } });
  t.is(shown.stdout, 'a b\n');
});

test('lines are reported as they arrive, whole', async (t) => {
  const { server, remote } = await pairFor(t);
  const lines: string[] = [];
  server.on(/^slow$/, async (channel) => {
    channel.write('fir');
    await eventually(() => true);
    channel.write('st\nsecond\nrest');
    await eventually(() => lines.length === 2);
    channel.exit(0);
    channel.end();
  });
  await remote.run({ argv: ['slow'], onLine: (line) => lines.push(line) });
  t.deepEqual(lines, ['first', 'second', 'rest']);
});

test('a command that takes too long is given up, naming node and command, and the connection lives on', async (t) => {
  const { server, remote } = await pairFor(t);
  server.on(/^hang/, () => {});
  const error = await failsWith(t, 'E_TIMEOUT', remote.run({ argv: ['hang', 'on'], timeout: 50 }));
  t.is(error.message, 'core-01: hang on took longer than 0.05 s');
  t.is((await remote.run({ argv: ['echo', 'still here'] })).stdout, 'still here\n');
  t.is(server.logins, 1);
});

test('a connection that breaks under a command loses it, and the next command dials anew', async (t) => {
  const { server, remote } = await pairFor(t);
  server.on(/^fragile$/, (channel) => {
    channel.write('half');
    server.cut();
  });
  const error = await failsWith(t, 'E_SSH_LOST', remote.run({ argv: ['fragile'] }));
  t.is(error.message, 'core-01: the SSH connection broke while running fragile');
  t.is((await remote.run({ argv: ['echo', 'back'] })).stdout, 'back\n');
  t.is(server.logins, 2);
});

test('a channel that closes without an exit status is a lost command, never a success', async (t) => {
  const { server, remote } = await pairFor(t);
  server.on(/^vanish$/, (channel) => channel.close());
  await failsWith(t, 'E_SSH_LOST', remote.run({ argv: ['vanish'] }));
});

test('while sshd is down the dial is repeated until it is up again', async (t) => {
  const { server, remote } = await pairFor(t);
  await server.close();
  const running = remote.run({ argv: ['echo', 'up'] });
  await server.listen();
  t.is((await running).stdout, 'up\n');
});

test('commands that find the connection broken share one new dial', async (t) => {
  const { server, remote } = await pairFor(t);
  server.cut();
  await eventually(() => server.open === 0);
  await Promise.all([1, 2, 3].map((n) => remote.run({ argv: ['echo', String(n)] })));
  t.is(server.logins, 2);
});

test('a node that does not answer is named with its address, the reason and a fix', async (t) => {
  const server = await serverFor(t);
  await server.close();
  const error = await failsWith(t, 'E_SSH_UNREACHABLE', connect(dialling(server, { deadline: 100 })));
  t.is(
    error.message,
    `core-01 cannot be reached by SSH at 127.0.0.1:${server.endpoint.port}: connection refused`,
  );
  t.regex(error.fix, /core-01 runs and its sshd is up/);
});

test('a port that accepts and says nothing is given up after the time for one dial', async (t) => {
  const server = await serverFor(t);
  const silent = createServer(() => {});
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  t.teardown(() => silent.close());
  const port = (silent.address() as { port: number }).port;
  const options = dialling(server, {
    endpoint: { ...server.endpoint, port },
    dialTimeout: 100,
    deadline: 50,
  });
  const error = await failsWith(t, 'E_SSH_UNREACHABLE', connect(options));
  t.regex(error.message, /no answer within 0\.1 s/);
});

test('a key that the node turns down fails at once, saying which user and key', async (t) => {
  const server = await serverFor(t);
  const endpoint = { ...server.endpoint, user: 'nobody' };
  const error = await failsWith(t, 'E_SSH_AUTH', connect(dialling(server, { endpoint })));
  t.regex(
    error.message,
    /^core-01: cannot log in as nobody at 127\.0\.0\.1:\d+: its sshd refuses .*id_ed25519$/,
  );
  t.is(server.dials, 1);
});

test('a key file that is missing or no key at all is an authentication error, not a network one', async (t) => {
  const server = await serverFor(t);
  const keyFile = join(server.root, 'nokey');
  const options = dialling(server, { endpoint: { ...server.endpoint, keyFile } });
  t.regex((await failsWith(t, 'E_SSH_AUTH', connect(options))).message, /its key cannot be read: ENOENT/);
  writeFileSync(keyFile, 'not a key\n');
  t.regex((await failsWith(t, 'E_SSH_AUTH', connect(options))).message, /nokey/);
});

test('the host key is pinned at first sight, and another one is refused at once', async (t) => {
  const { server, remote } = await pairFor(t);
  t.is((await remote.run({ argv: ['true'] })).exitCode, 0);
  await server.close();
  await server.listen('anew');
  const before = server.dials;
  const error = await failsWith(t, 'E_HOST_KEY', remote.run({ argv: ['true'] }));
  t.regex(error.message, /^core-01 shows another SSH host key/);
  t.is(server.dials, before + 1);
});

test('a planted host key is the only one accepted', async (t) => {
  const server = await serverFor(t);
  const known = knownHosts(join(server.root, 'planted'));
  known.expect('core-01', server.hostKey);
  const remote = await connect(dialling(server, { knownHosts: known }));
  remote.close();
  known.expect('core-01', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFYyjmaQlO3tY5PF8/nzmXJ0+m1IJtOabNhPzQL4oIsn');
  await failsWith(t, 'E_HOST_KEY', connect(dialling(server, { knownHosts: known })));
});

test('thirty commands at once all run, never more than eight at a time', async (t) => {
  const { server, remote } = await pairFor(t);
  const all = Array.from({ length: 30 }, (_, n) => remote.run({ argv: ['echo', String(n)] }));
  const said = (await Promise.all(all)).map((result) => Number(result.stdout));
  t.deepEqual(
    said,
    said.map((_, n) => n),
  );
  t.true(server.mostSessions <= 8, `${server.mostSessions} at once`);
  t.is(server.logins, 1);
});

test('a node that allows two sessions at a time gets its commands one after another', async (t) => {
  const { server, remote } = await pairFor(t);
  server.maxSessions = 2;
  const all = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => remote.run({ argv: ['echo', String(n)] })));
  t.deepEqual(
    all.map((result) => result.stdout.trim()),
    ['1', '2', '3', '4', '5', '6'],
  );
});

test('root is reached through sudo -n by an ordinary user, and directly by root', async (t) => {
  const ordinary = await pairFor(t, { user: 'student' });
  ordinary.server.on(/^sudo /, say(''));
  await ordinary.remote.run({ argv: ['id', '-u'], root: true, env: { A: 'b c' } });
  await ordinary.remote.run({ argv: ['true'] });
  t.deepEqual(ordinary.server.lines, ["sudo -n -- env 'A=b c' id -u", 'true']);
  const root = await pairFor(t);
  await root.remote.run({ argv: ['true'], root: true });
  t.deepEqual(root.server.lines, ['true']);
});

test('a sudo that wants a password is explained with the line to add, whatever its language', async (t) => {
  const { server, remote } = await pairFor(t, { user: 'student' });
  server.on(/^sudo /, say('', 1, 'sudo: Ein Passwort ist notwendig\n'));
  const error = await failsWith(t, 'E_SUDO_PASSWORD', remote.run({ argv: ['id'], root: true }));
  t.regex(error.message, /core-01: student may not use sudo without a password/);
  t.regex(error.fix, /student ALL=\(ALL\) NOPASSWD: ALL/);
});

test('a command that fails under a willing sudo is just a failed command', async (t) => {
  const { server, remote } = await pairFor(t, { user: 'student' });
  server.on(/^sudo /, say('', 1, 'sudo: nosuch: command not found\n'));
  server.on(/^sudo -n true$/, say(''));
  t.is((await remote.run({ argv: ['nosuch'], root: true })).exitCode, 1);
});

test('a node without sudo is told apart', async (t) => {
  const { server, remote } = await pairFor(t, { user: 'student' });
  server.on(/^sudo /, say('', 127, 'sh: 1: sudo: not found\n'));
  const error = await failsWith(t, 'E_SUDO_PASSWORD', remote.run({ argv: ['id'], root: true }));
  t.regex(error.message, /there is no sudo/);
});

test('an abort ends what runs and what waits, and closes the connection for good', async (t) => {
  const abort = new AbortController();
  const { server, remote } = await pairFor(t, { signal: abort.signal });
  server.on(/^hang$/, () => {});
  const running = Array.from({ length: 12 }, () =>
    failsWith(t, 'E_INTERRUPTED', remote.run({ argv: ['hang'] })),
  );
  await eventually(() => server.lines.length === 8);
  abort.abort();
  await Promise.all(running);
  await failsWith(t, 'E_INTERRUPTED', remote.run({ argv: ['true'] }));
  await eventually(() => server.open === 0);
  t.is(server.logins, 1);
});

test('an abort ends the dialling', async (t) => {
  const server = await serverFor(t);
  await server.close();
  const abort = new AbortController();
  const dial = connect(dialling(server, { signal: abort.signal, deadline: 60_000 }));
  abort.abort();
  await failsWith(t, 'E_INTERRUPTED', dial);
});

test('the node dials for us, and says when nothing answers there', async (t) => {
  const { remote } = await pairFor(t);
  const echo = createServer((socket) => socket.pipe(socket));
  await new Promise<void>((done) => echo.listen(0, '127.0.0.1', done));
  t.teardown(() => echo.close());
  const port = (echo.address() as { port: number }).port;
  const stream = await remote.dial('127.0.0.1', port);
  stream.end('hello');
  t.is(Buffer.concat(await stream.toArray()).toString(), 'hello');
  const error = await failsWith(t, 'E_NODE_COMMAND', remote.dial('127.0.0.1', 1));
  t.regex(error.message, /^core-01 cannot connect to 127\.0\.0\.1:1/);
});

test('a stream is stdin and stdout of a command; destroying it ends the command and frees its place', async (t) => {
  const { server, remote } = await pairFor(t);
  for (let n = 0; n < 10; n++) {
    const stream = await remote.stream({ argv: ['cat'] });
    stream.write('ping');
    t.is(String(await new Promise((heard) => stream.once('data', heard))), 'ping');
    stream.destroy();
  }
  t.true(server.mostSessions <= 10);
  t.is((await remote.run({ argv: ['echo', 'free'] })).stdout, 'free\n');
});

test('a broken connection closes its streams', async (t) => {
  const { server, remote } = await pairFor(t);
  const stream = await remote.stream({ argv: ['cat'] });
  const closed = new Promise<void>((done) => stream.once('close', done));
  stream.resume();
  server.cut();
  await closed;
  t.true(stream.destroyed);
});

test('a proxy command carries the connection, and its complaint is the reason when it fails', async (t) => {
  const server = await serverFor(t);
  const { host, port } = server.endpoint;
  const pipe = `const s=require('net').connect(${port},'${host}');process.stdin.pipe(s).pipe(process.stdout)`;
  const through = { ...server.endpoint, port: 1, proxyCommand: [process.execPath, '-e', pipe] as const };
  const remote = await connect(dialling(server, { endpoint: through }));
  t.is((await remote.run({ argv: ['echo', 'through'] })).stdout, 'through\n');
  remote.close();
  await eventually(() => server.open === 0);
  const broken = { ...through, proxyCommand: ['sh', '-c', 'echo no such container >&2; exit 1'] as const };
  const error = await failsWith(
    t,
    'E_SSH_UNREACHABLE',
    connect(dialling(server, { endpoint: broken, deadline: 50 })),
  );
  t.regex(error.message, /through sh: .*no such container/);
});

test('the journal has command and outcome, but not what a secret command said', async (t) => {
  const { remote, journal } = await pairFor(t);
  await remote.run({ argv: ['echo', 'open'] });
  await remote.run({ argv: ['sh', '-c', 'cat'], input: 'hush', secret: true });
  t.deepEqual(journal.entries, [
    'core-01: $ echo open',
    'core-01: open\n[exit 0]',
    'core-01: $ sh -c cat',
    'core-01: [exit 0]',
  ]);
});
