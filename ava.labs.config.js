import alone from './ava.e2e.config.js';

/** Every lab as its author, its gate and a learner run it. They mostly wait for the swarm, so two files run at a time. */
export default { ...alone, files: ['test/e2e/labs/*.test.ts'], concurrency: 2 };
