import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { t } from 'ttag';

/**
 * Starts a local program and gives its stdin and stdout as one stream, as OpenSSH does with a ProxyCommand. When the
 * program ends early or cannot be started, the stream fails with the reason; closing the stream ends the program.
 */
export function openProxy(argv: readonly [string, ...string[]]): Duplex {
  const [program, ...args] = argv;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-2000);
  });
  const stream = new Duplex({
    read: () => void child.stdout.resume(),
    // A program that is gone reads no more; why it went is what its exit says, not the failed write.
    write: (chunk, _encoding, done) => void child.stdin.write(chunk, () => done()),
    final: (done) => void child.stdin.end(() => done()),
    destroy(error, done) {
      child.kill();
      done(error);
    },
  });
  child.stdin.on('error', () => {});
  child.stdout.on('data', (chunk: Buffer) => {
    if (!stream.destroyed && !stream.push(chunk)) child.stdout.pause();
  });
  child.on('error', (error) => stream.destroy(new Error(t`cannot start ${program}: ${error.message}`)));
  // The stream ends with the program, not with its output: only then is it known whether it failed.
  child.on('close', (code) => {
    const reason = complaint.trim().split('\n').at(-1);
    if (code) {
      const end = t`${program} ended with ${code}`;
      stream.destroy(new Error(reason ? `${end}: ${reason}` : end));
    } else if (!stream.destroyed) stream.push(null);
  });
  return stream;
}
