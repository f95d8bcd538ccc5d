import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { shellLine } from './quote.ts';
import type { Command, Result } from './runner.ts';

/** The shell line that runs a command as `user` of a node, through `sudo -n` when it must be root and `user` is not. */
export function remoteLine(command: Pick<Command, 'argv' | 'env' | 'root'>, user: string): string {
  const settings = Object.entries(command.env ?? {}).map(([name, value]) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new TypeError(`not an environment variable's name: ${name}`);
    return `${name}=${value}`;
  });
  const argv = settings.length > 0 ? ['env', ...settings, ...command.argv] : command.argv;
  return shellLine(command.root && user !== 'root' ? ['sudo', '-n', '--', ...argv] : argv);
}

/**
 * Whether a result may be sudo's own refusal. Its words differ by version and language, its name in front does not; a
 * `sudo -n true` tells for sure.
 */
export function looksRefused(result: Result): boolean {
  return (result.exitCode === 1 && /^sudo(-rs)?: /m.test(result.stderr)) || isMissing(result);
}

/** The error for a `sudo -n true` that failed. */
export function sudoRefused(node: string, user: string, probe: Result): SwarmlabError {
  const [sentence, fix] = isMissing(probe)
    ? [t`${node}: there is no sudo, and this needs root`, t`Install sudo on ${node}, or log in as root.`]
    : [
        t`${node}: ${user} may not use sudo without a password, and this needs root`,
        t`On ${node}, as root: echo '${user} ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/swarmlab`,
      ];
  return new SwarmlabError('E_SUDO_PASSWORD', sentence, { fix, node, output: probe.stderr });
}

function isMissing(result: Result): boolean {
  return result.exitCode === 127 && /\bsudo: (command )?not found/.test(result.stderr);
}
