import type { Computer } from '../../src/provider/computer.ts';

/** A usual Linux laptop, changed as wanted. */
export function computer(changes: Partial<Computer> = {}): Computer {
  return {
    platform: 'linux',
    arch: 'x64',
    kernel: '6.8.0-51-generic',
    cpus: 8,
    memoryMiB: 16_000,
    availableMiB: 12_000,
    home: '/home/me',
    root: '/',
    ...changes,
  };
}
