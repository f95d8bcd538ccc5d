import * as z from 'zod';

// Source: https://docs.docker.com/reference/api/engine/, GET /images/json
const answer = z.array(z.object({ Id: z.string(), RepoTags: z.array(z.string()).nullish() }));

/** What an engine's images are called, `name:tag`, each with its id. Throws what asking the engine throws. */
export async function imagesOn(engine: {
  get(path: string): Promise<unknown>;
}): Promise<ReadonlyMap<string, string>> {
  const images = answer.parse(await engine.get('/images/json'));
  return new Map(images.flatMap(({ Id, RepoTags }) => (RepoTags ?? []).map((tag) => [tag, Id] as const)));
}
