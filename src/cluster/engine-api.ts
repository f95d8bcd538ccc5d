import http from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import type { Remote } from '../transport/runner.ts';

/**
 * Docker's Engine API on one node, spoken over the open SSH connection through `docker system dial-stdio`, as
 * `docker -H ssh://` does. Join tokens travel in request and answer bodies here and so never stand in an argument list.
 * Source: https://docs.docker.com/reference/api/engine/
 */
export interface EngineApi {
  /** The answer to `GET path`, parsed. Throws E_ENGINE_API with the engine's own sentence for a status of 400 and more. */
  get<T>(path: string): Promise<T>;
  /** The answer to `POST path`; undefined where the body is empty. */
  post<T>(path: string, body?: unknown): Promise<T | undefined>;
  delete(path: string): Promise<void>;
  close(): void;
}

/** Seconds for an answer. */
const patience = 60;

/** Opens nothing yet: the connection is made by the first request and kept for the later ones. */
export function engineApi(remote: Remote): EngineApi {
  const agent = new DialStdioAgent(remote);

  async function request(method: string, path: string, body?: unknown): Promise<string> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const headers = payload
        ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }
        : {};
      const sent = http.request(
        { agent, method, path, host: 'docker', headers, timeout: patience * 1000 },
        resolve,
      );
      sent.on('timeout', () => sent.destroy(new Error(t`no answer in ${patience} s`)));
      sent.on('error', (cause) => reject(unreachable(remote.name, cause)));
      sent.end(payload);
    });
    const answered = await text(answer);
    if ((answer.statusCode ?? 500) >= 400) throw refused(remote.name, `${method} ${path}`, answered);
    return answered;
  }

  return {
    get: async (path) => JSON.parse(await request('GET', path)),
    post: async (path, body) => {
      const answered = await request('POST', path, body);
      return answered.trim() ? JSON.parse(answered) : undefined;
    },
    delete: async (path) => {
      await request('DELETE', path);
    },
    close: () => agent.destroy(),
  };
}

/** An HTTP agent whose one connection is the stdio of a command on the node. */
class DialStdioAgent extends http.Agent {
  readonly #remote: Remote;

  constructor(remote: Remote) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#remote = remote;
  }

  override createConnection(
    _options: unknown,
    done?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    this.#remote
      .stream({ argv: ['docker', 'system', 'dial-stdio'], root: true })
      .then((stream) => done?.(null, likeSocket(stream)))
      .catch((error) => done?.(error, undefined as never));
  }
}

/** node:http calls these on its sockets; on a stream over SSH they have nothing to do. */
function likeSocket(stream: Duplex): Duplex {
  const nothing = () => stream;
  return Object.assign(stream, {
    setKeepAlive: nothing,
    setNoDelay: nothing,
    setTimeout: nothing,
    ref: nothing,
    unref: nothing,
    destroySoon: () => stream.destroy(),
  });
}

function unreachable(node: string, cause: Error): SwarmlabError {
  if (cause instanceof SwarmlabError) return cause;
  return new SwarmlabError('E_ENGINE_API', t`${node}: Docker Engine does not answer: ${cause.message}`, {
    fix: t`Run \`swarmlab up\` to start it again; \`swarmlab logs ${node}\` shows why it stopped.`,
    node,
    cause,
  });
}

function refused(node: string, what: string, body: string): SwarmlabError {
  let reason = body.trim();
  try {
    reason = JSON.parse(body).message ?? reason;
  } catch {
    // Not JSON: the engine's proxy or an old engine answered in plain text, which is the reason itself.
  }
  return new SwarmlabError('E_ENGINE_API', t`${node}: Docker Engine refused ${what}: ${reason}`, {
    fix: t`\`swarmlab logs ${node}\` shows the engine's log.`,
    node,
    unexplained: true,
    output: body,
  });
}
