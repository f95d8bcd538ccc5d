import os from 'node:os';

/** This computer, as far as it matters to machines that are made on it; tests bring their own. */
export interface Computer {
  platform: NodeJS.Platform;
  /** Of this Node.js; not always the processor's: macOS and Windows on ARM run programs for x64 too. */
  arch: NodeJS.Architecture;
  /** The kernel's version, as in 6.12.48+deb13-amd64. */
  kernel: string;
  cpus: number;
  memoryMiB: number;
  /** What programs can get of it at present; absent where the system does not say. */
  availableMiB?: number;
  home: string;
  /** Where its files are: `/`. */
  root: string;
}

/**
 * The processor in Vagrant's and Docker's words: amd64, arm64. Undefined where it is not sure: a Node.js for x64 may run on an ARM
 * computer, for macOS and Windows translate it.
 */
export function processorOf({ arch, platform }: Pick<Computer, 'arch' | 'platform'>): string | undefined {
  if (arch !== 'x64') return arch;
  return platform === 'linux' ? 'amd64' : undefined;
}

export function thisComputer(): Computer {
  const mib = (bytes: number) => Math.floor(bytes / 2 ** 20);
  return {
    platform: process.platform,
    arch: process.arch,
    kernel: os.release(),
    cpus: os.availableParallelism(),
    memoryMiB: mib(os.totalmem()),
    // Elsewhere it is what nothing at all is in, not even a cache: next to nothing on a healthy macOS.
    ...(process.platform === 'linux' ? { availableMiB: mib(os.freemem()) } : {}),
    home: os.homedir(),
    root: '/',
  };
}
