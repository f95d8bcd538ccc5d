import type { Command } from '../transport/runner.ts';
import { logFolder } from './start-scripts.ts';

/** Which engine's log, and how much of it. */
export interface LogRequest {
  /** Whether systemd runs the node, and so keeps the log. */
  systemd: boolean;
  /** Go on with what comes. */
  follow: boolean;
  /** Lines from the end. */
  tail: number;
}

/** The command that shows the engine's log on its node. It must run as root. */
export function engineLogCommand({ systemd, follow, tail }: LogRequest): Command['argv'] {
  const lines = ['-n', String(tail)];
  return systemd
    ? ['journalctl', '--no-pager', '-u', 'docker', '-u', 'containerd', ...lines, ...(follow ? ['-f'] : [])]
    : ['tail', ...lines, ...(follow ? ['-F'] : []), `${logFolder}/dockerd.log`];
}
