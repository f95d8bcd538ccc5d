type Arch = 'amd64' | 'arm64';

/** Does the work once for each architecture, whoever asks and however often; the first asker hears of its progress. */
export function once<T>(
  work: (arch: Arch, report: (line: string) => void) => Promise<T>,
): (arch: Arch, report: (line: string) => void) => Promise<T> {
  const begun = new Map<Arch, Promise<T>>();
  return (arch, report) => {
    const going = begun.get(arch) ?? work(arch, report);
    begun.set(arch, going);
    return going;
  };
}
