export type Arch = 'amd64' | 'arm64';

/** Machines that are made here are of this computer's architecture. */
export const hostArch: Arch = process.arch === 'arm64' ? 'arm64' : 'amd64';
