import type { EngineApi } from '../../src/cluster/engine-api.ts';

type Answer = (body: unknown) => unknown;

/** An Engine API that knows its lines; an unexpected request throws. `asked` records `METHOD path`, in order. */
export class FakeEngine implements EngineApi {
  readonly asked: string[] = [];
  readonly bodies: unknown[] = [];
  readonly #answers = new Map<string, Answer>();

  on(request: string, answer: Answer): this {
    this.#answers.set(request, answer);
    return this;
  }

  async get<T>(path: string): Promise<T> {
    return this.#answer(`GET ${path}`) as T;
  }

  async post<T>(path: string, body?: unknown): Promise<T | undefined> {
    return this.#answer(`POST ${path}`, body) as T | undefined;
  }

  async delete(path: string): Promise<void> {
    this.#answer(`DELETE ${path}`);
  }

  close(): void {}

  #answer(request: string, body?: unknown): unknown {
    this.asked.push(request);
    this.bodies.push(body);
    const answer = this.#answers.get(request);
    if (!answer) throw new Error(`unexpected request: ${request}`);
    return answer(body);
  }
}
