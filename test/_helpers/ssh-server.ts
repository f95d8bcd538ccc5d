import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type Connection, type ServerChannel, type Session } from 'ssh2';
import { ensureKeyPair } from '../../src/transport/keys.ts';
import type { Endpoint } from '../../src/transport/runner.ts';
import { generateKeyPair } from '../../src/transport/ssh.ts';

/** What a scripted command does instead of being run. */
export type Act = (channel: ServerChannel, server: SshServer) => void;

/**
 * A real SSH server in this process, on 127.0.0.1. Commands are run by the local `sh` in `root`, with `root`/bin first
 * on the PATH (the place for a false `sudo`), unless a script entry says otherwise. Like sshd it opens ten sessions a
 * connection at most.
 */
export class SshServer {
  /** Folder of this server: keys and working directory. Removed by `stop`. */
  readonly root = mkdtempSync(join(tmpdir(), 'swarmlab-ssh-'));
  /** Every shell line asked for, in order. */
  readonly lines: string[] = [];
  /** How many connections were let in so far. */
  logins = 0;
  /** How many TCP connections there were, also those that failed. */
  dials = 0;
  /** Sessions a connection may have at once, and the most that were seen. */
  maxSessions = 10;
  mostSessions = 0;
  endpoint: Endpoint = { host: '127.0.0.1', port: 0, user: 'root', keyFile: '' };
  /** The public host key, as in a .pub file. */
  hostKey = '';
  readonly #script: [RegExp, Act][] = [];
  readonly #clients = new Set<Connection>();
  #privateHostKey = '';
  #listener: ssh2.Server | undefined;

  /** Starts listening; on the port it had before when it was stopped meanwhile. */
  static async start(user = 'root'): Promise<SshServer> {
    const server = new SshServer();
    mkdirSync(join(server.root, 'bin'));
    const { privateFile } = await ensureKeyPair(server.root);
    server.endpoint = { ...server.endpoint, user, keyFile: privateFile };
    await server.listen();
    return server;
  }

  /** From now on, shell lines that match `pattern` are not run, but `act` answers. */
  on(pattern: RegExp, act: Act): this {
    this.#script.unshift([pattern, act]);
    return this;
  }

  /** Listens; with the host key it has, or as a machine made anew with another one. */
  async listen(anew: 'anew' | 'same' = 'same'): Promise<void> {
    if (anew === 'anew' || !this.hostKey) {
      const { privateKey, publicLine } = generateKeyPair('host');
      this.hostKey = publicLine;
      this.#privateHostKey = privateKey;
    }
    const listener = new ssh2.Server({ hostKeys: [this.#privateHostKey] }, (client) => this.#serve(client));
    this.#listener = listener;
    await new Promise<void>((done) => listener.listen(this.endpoint.port, '127.0.0.1', done));
    this.endpoint = { ...this.endpoint, port: (listener.address() as AddressInfo).port };
  }

  /** Cuts every connection, as a network does: no goodbye. */
  cut(): void {
    for (const client of this.#clients) (client as unknown as { _sock: { destroy(): void } })._sock.destroy();
  }

  /** Connections open now. */
  get open(): number {
    return this.#clients.size;
  }

  /** Stops listening and cuts every connection; the folder stays. */
  async close(): Promise<void> {
    const listener = this.#listener;
    const closed = new Promise<void>((done) => (listener ? listener.close(() => done()) : done()));
    this.cut();
    await closed;
  }

  async stop(): Promise<void> {
    await this.close();
    rmSync(this.root, { recursive: true, force: true });
  }

  #serve(client: Connection): void {
    this.dials++;
    this.#clients.add(client);
    client.on('error', () => {});
    client.on('close', () => this.#clients.delete(client));
    client.on('authentication', (attempt) => {
      const allowed = ssh2.utils.parseKey(readFileSync(join(this.root, 'id_ed25519.pub')));
      if (attempt.method !== 'publickey' || allowed instanceof Error) return attempt.reject(['publickey']);
      if (attempt.username !== this.endpoint.user || !allowed.getPublicSSH().equals(attempt.key.data))
        return attempt.reject(['publickey']);
      const { signature, blob } = attempt;
      if (signature && blob && allowed.verify(blob, signature) !== true) return attempt.reject();
      attempt.accept();
    });
    client.on('ready', () => {
      this.logins++;
      let sessions = 0;
      client.on('session', (accept, reject) => {
        if (sessions >= this.maxSessions) return reject();
        sessions++;
        this.mostSessions = Math.max(this.mostSessions, sessions);
        const session = accept();
        session.on('close', () => sessions--);
        this.#session(session);
      });
      client.on('tcpip', (accept, reject, to) => {
        const socket = connect(to.destPort, to.destIP);
        socket.on('error', () => reject());
        socket.on('connect', () => {
          const channel = accept();
          socket.pipe(channel).pipe(socket);
        });
      });
    });
  }

  #session(session: Session): void {
    session.on('exec', (accept, _reject, info) => {
      this.lines.push(info.command);
      const channel = accept();
      channel.on('error', () => {});
      const entry = this.#script.find(([pattern]) => pattern.test(info.command));
      if (entry) entry[1](channel, this);
      else this.#really(info.command, session, channel);
    });
  }

  #really(line: string, session: Session, channel: ServerChannel): void {
    const env = { ...process.env, PATH: `${join(this.root, 'bin')}:${process.env.PATH}` };
    const child = spawn('sh', ['-c', line], { cwd: this.root, env });
    child.stdin.on('error', () => {});
    channel.pipe(child.stdin);
    child.stdout.on('data', (chunk) => channel.write(chunk));
    child.stderr.on('data', (chunk) => channel.stderr.write(chunk));
    session.on('signal', (_accept, _reject, info) => child.kill(`SIG${info.name}` as NodeJS.Signals));
    channel.on('close', () => child.stdin.destroy());
    child.on('close', (code, signal) => {
      if (signal) channel.exit(signal.replace('SIG', ''));
      else channel.exit(code ?? 0);
      channel.end();
    });
  }
}

/** A scripted command's whole life: what it says and how it exits. */
export function say(stdout: string, exitCode = 0, stderr = ''): Act {
  return (channel) => {
    channel.resume();
    channel.write(stdout);
    channel.stderr.write(stderr);
    channel.exit(exitCode);
    channel.end();
  };
}
