import { spawnSync } from 'node:child_process';

/** Whether a program can be started here; a test that needs one that cannot is skipped: `(installed('ruby') ? test : test.skip)(...)`. */
export function installed(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}
