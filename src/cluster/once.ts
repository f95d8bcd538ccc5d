type Arch = 'amd64' | 'arm64';
type Report = (line: string) => void;

interface InFlight<T> {
  result: Promise<T>;
  subscribers: Report[];
  /** What it reported last. */
  last?: string;
}

/**
 * Does the work once for each architecture, whoever asks and however often; everybody who asked hears of its progress.
 * What failed is tried again for the next who asks.
 */
export function once<T>(
  work: (arch: Arch, report: Report) => Promise<T>,
): (arch: Arch, report: Report) => Promise<T> {
  const begun = new Map<Arch, InFlight<T>>();

  const begin = (arch: Arch): InFlight<T> => {
    const report = (line: string) => {
      inFlight.last = line;
      for (const subscriber of inFlight.subscribers) subscriber(line);
    };
    const inFlight: InFlight<T> = {
      subscribers: [],
      result: Promise.resolve().then(() => work(arch, report)),
    };
    begun.set(arch, inFlight);
    inFlight.result.catch(() => begun.delete(arch));
    return inFlight;
  };

  return (arch, report) => {
    const inFlight = begun.get(arch) ?? begin(arch);
    inFlight.subscribers.push(report);
    if (inFlight.last !== undefined) report(inFlight.last);
    return inFlight.result;
  };
}

/** The same for work on several things, each of them done once. */
export function onceEach<Thing extends object, T>(
  work: (thing: Thing, arch: Arch, report: Report) => Promise<T>,
): (thing: Thing, arch: Arch, report: Report) => Promise<T> {
  const begun = new Map<string, ReturnType<typeof once<T>>>();
  return (thing, arch, report) => {
    const key = JSON.stringify(thing);
    const ask = begun.get(key) ?? once<T>((...rest) => work(thing, ...rest));
    begun.set(key, ask);
    return ask(arch, report);
  };
}
