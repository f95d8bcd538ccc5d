import { Duplex } from 'node:stream';

/** What the SSH library gives: a stream whose `destroy` neither closes for good nor tells that it did. */
interface Channel extends Duplex {
  close(): void;
}

/**
 * An SSH channel as a stream that Node's own helpers (pipeline, http, finished) can rely on: `destroy` closes it, and a
 * channel that ends or breaks closes the stream.
 */
export function channelStream(channel: Channel): Duplex {
  const stream = new Duplex({
    read: () => void channel.resume(),
    write(chunk, _encoding, done) {
      if (channel.write(chunk)) done();
      else channel.once('drain', done);
    },
    final(done) {
      channel.end();
      done();
    },
    destroy(error, done) {
      channel.end();
      channel.close();
      channel.resume();
      done(error);
    },
  });
  channel.on('data', (chunk: Buffer) => {
    if (!stream.destroyed && !stream.push(chunk)) channel.pause();
  });
  channel.on('end', () => {
    if (!stream.destroyed) stream.push(null);
  });
  channel.on('close', () => {
    if (stream.readableEnded) stream.destroy();
    else stream.once('end', () => stream.destroy());
  });
  return stream;
}
