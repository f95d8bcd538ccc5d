import { type Duplex, PassThrough } from 'node:stream';
import type { Command, Remote, Upload } from '../../src/transport/runner.ts';
import { FakeRunner } from './fake-runner.ts';

/** A node that knows its lines, and remembers what was uploaded, streamed and dialled. */
export class FakeRemote extends FakeRunner implements Remote {
  readonly name: string;
  readonly user: string;
  /** Every upload asked for, in order. */
  readonly uploads: Upload[] = [];
  /** Every command started as a stream. */
  readonly streams: Pick<Command, 'argv' | 'root'>[] = [];
  /** Every connection asked for, as `host:port`. */
  readonly dialled: string[] = [];
  closed = false;
  /** What the next uploads do: put the file there, find it there, or fail. */
  uploadAnswer: 'uploaded' | 'present' | Error = 'uploaded';
  /** Gives the stream for `stream` and `dial`; an idle one when not replaced. */
  openStream: () => Duplex = () => new PassThrough();

  constructor(name = 'core-01', user = 'root') {
    super();
    this.name = name;
    this.user = user;
  }

  async upload(upload: Upload): Promise<'uploaded' | 'present'> {
    this.uploads.push(upload);
    if (this.uploadAnswer instanceof Error) throw this.uploadAnswer;
    if (this.uploadAnswer === 'uploaded') upload.onProgress?.(upload.bytes);
    return this.uploadAnswer;
  }

  async stream(command: Pick<Command, 'argv' | 'root'>): Promise<Duplex> {
    this.streams.push(command);
    return this.openStream();
  }

  async dial(host: string, port: number): Promise<Duplex> {
    this.dialled.push(`${host}:${port}`);
    return this.openStream();
  }

  close(): void {
    this.closed = true;
  }
}
