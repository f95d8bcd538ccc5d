/** The journey on real VMs; `scripts/e2e-vagrant` prepares what it needs. Emulated machines take their time. */
export default {
  files: ['test/vagrant/**/*.test.ts'],
  extensions: { ts: 'module' },
  nodeArguments: ['--import=tsx'],
  workerThreads: false,
  concurrency: 1,
  timeout: '10m',
};
