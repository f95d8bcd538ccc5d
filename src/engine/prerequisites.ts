import { t } from 'ttag';
import type { Remote } from '../transport/runner.ts';
import { aptScript } from './apt-script.ts';

/** What Docker Engine needs of a machine besides its own programs, as Debian and Ubuntu name the packages. */
export type Prerequisite = 'iptables' | 'apparmor';

const script = `export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin${aptScript}`;

/**
 * Installs packages with apt-get, from the machine's own sources. Returns undefined, or why apt-get could not, in its words:
 * many rooms have no internet. Safe to repeat, also after a kill; `repair`: an interrupted dpkg may be brought to its end.
 */
export async function installPrerequisites(
  remote: Remote,
  packages: readonly Prerequisite[],
  { repair }: { repair: boolean },
): Promise<string | undefined> {
  const { exitCode, stdout } = await remote.run({
    argv: ['sh', '-c', script, 'install-packages', repair ? 'repair' : 'leave', ...packages],
    root: true,
    timeout: 1_200_000,
  });
  return exitCode === 0 ? undefined : reasonIn(stdout);
}

/** What apt-get says at the end may only follow from what it said before. */
const consequence =
  /^E: (Unable to locate package|Package '.*' has no installation|(Unable to fetch s|S)ome )/;

function reasonIn(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => /^(E: |W: Failed to fetch )/.test(line));
  const line =
    errors.findLast((error) => !consequence.test(error)) ??
    errors.at(-1) ??
    lines.findLast((it) => it !== '');
  return line?.replace(/^[WE]: /, '') ?? t`apt-get gave no reason`;
}
