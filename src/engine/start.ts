import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { mustRun } from '../transport/must-run.ts';
import type { Command, Remote } from '../transport/runner.ts';
import { startFailure } from './start-failure.ts';
import {
  logFolder,
  startScript,
  startWithSystemdScript,
  stopScript,
  stopWithSystemdScript,
} from './start-scripts.ts';

/** How an engine is to be started. */
export interface StartOptions {
  /** Whether systemd runs the machine. */
  systemd: boolean;
  /** The machine's own engine is used: with systemd, its own units. */
  preinstalled?: boolean;
  /** An engine that runs is restarted: its settings changed. */
  restart?: boolean;
  /** Seconds until an engine that does not answer is given up; default 90. */
  patience?: number;
}

/**
 * Starts the engine unless it runs, and returns when it answers; one round trip. E_ENGINE_START with the line of its log
 * that says why, and what to do about it.
 */
export async function startEngine(remote: Remote, options: StartOptions): Promise<'started' | 'running'> {
  const { systemd, preinstalled = false, restart = false, patience = 90 } = options;
  const script = systemd ? startWithSystemdScript : startScript;
  const how = [restart ? 'restart' : 'start', String(patience), preinstalled ? 'theirs' : 'ours'];
  const result = await remote.run({
    argv: ['sh', '-c', script, 'start-engine', ...how],
    root: true,
    timeout: (patience + 150) * 1000,
  });
  const said = result.stdout.trim().split('\n').at(-1);
  if (result.exitCode === 0 && (said === 'started' || said === 'running')) return said;
  const { reason, fix, unexplained } = startFailure(result.stderr, remote.name);
  throw new SwarmlabError('E_ENGINE_START', t`${remote.name}: the Docker Engine does not start: ${reason}`, {
    fix,
    unexplained,
    node: remote.name,
    output: `${result.stdout}${result.stderr}`,
  });
}

/** Stops the engine and containerd, and with them the node's containers. Nothing happens where none runs. */
export async function stopEngine(remote: Remote, { systemd }: Pick<StartOptions, 'systemd'>): Promise<void> {
  const script = systemd ? stopWithSystemdScript : stopScript;
  await mustRun(
    remote,
    { argv: ['sh', '-c', script, 'stop-engine'], root: true, timeout: 120_000 },
    {
      code: 'E_NODE_COMMAND',
      what: t`could not stop the engine`,
      fix: t`Run the same command again; if it happens again, look at the log.`,
      node: remote.name,
    },
  );
}

/** The command that shows an engine's log on its node; `tail`: lines from the end. Runs as root. */
export function engineLog(
  { systemd }: Pick<StartOptions, 'systemd'>,
  { follow, tail }: { follow: boolean; tail: number },
): Pick<Command, 'argv' | 'root'> {
  const lines = ['-n', String(tail)];
  const argv: Command['argv'] = systemd
    ? ['journalctl', '--no-pager', '-u', 'docker', '-u', 'containerd', ...lines, ...(follow ? ['-f'] : [])]
    : ['tail', ...lines, ...(follow ? ['-F'] : []), `${logFolder}/dockerd.log`];
  return { argv, root: true };
}
