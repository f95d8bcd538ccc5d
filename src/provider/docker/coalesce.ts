/** Callers that ask while the work is under way get that work's result; later ones start it anew. */
export function coalesce<A extends unknown[], T>(
  work: (...args: A) => Promise<T>,
): (...args: A) => Promise<T> {
  let going: Promise<T> | undefined;
  return (...args) => {
    going ??= work(...args).finally(() => {
      going = undefined;
    });
    return going;
  };
}

/** Does the work at the first call and keeps its result; a failure is not kept. */
export function onceKnown<T>(work: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  return () => {
    known ??= work().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
