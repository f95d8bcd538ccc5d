/** Builds the slides and lays them out in Chromium; `scripts/test` installs what that needs. */
export default {
  files: ['test/slides/slow/**/*.test.ts'],
  extensions: { ts: 'module' },
  nodeArguments: ['--import=tsx'],
  workerThreads: false,
  concurrency: 1,
  timeout: '5m',
};
