/** End-to-end tests drive real nodes: one file at a time, each with minutes to spare. */
export default {
  files: ['test/e2e/*.test.ts'],
  extensions: { ts: 'module' },
  nodeArguments: ['--import=tsx'],
  workerThreads: false,
  concurrency: 1,
  timeout: '10m',
};
