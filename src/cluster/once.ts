type Arch = 'amd64' | 'arm64';
type Report = (line: string) => void;

interface Going<T> {
  result: Promise<T>;
  hearers: Report[];
  /** What it reported last. */
  last?: string;
}

/** Does the work once for each architecture, whoever asks and however often; everybody who asked hears of its progress. */
export function once<T>(
  work: (arch: Arch, report: Report) => Promise<T>,
): (arch: Arch, report: Report) => Promise<T> {
  const begun = new Map<Arch, Going<T>>();

  const begin = (arch: Arch): Going<T> => {
    const report = (line: string) => {
      going.last = line;
      for (const hear of going.hearers) hear(line);
    };
    const going: Going<T> = { hearers: [], result: Promise.resolve().then(() => work(arch, report)) };
    begun.set(arch, going);
    return going;
  };

  return (arch, report) => {
    const going = begun.get(arch) ?? begin(arch);
    going.hearers.push(report);
    if (going.last !== undefined) report(going.last);
    return going.result;
  };
}
