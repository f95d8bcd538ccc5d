import { t } from 'ttag';
import type { Verdict } from '../../diagnosis.ts';

/** How a machine's SSH port was found: `refusal` is in plain words, absent where it answers. */
export interface DialledMachine {
  name: string;
  /** As in `192.0.2.10:22`. */
  where: string;
  refusal?: string;
}

/** Machines that exist already have to answer; nobody makes or starts them. */
export function judgeMachines(machines: readonly DialledMachine[]): Verdict {
  const silent = machines.filter(({ refusal }) => refusal !== undefined);
  const needed = t`SSH of every machine answers`;
  const [first] = silent;
  if (!first) return { outcome: 'ok', seen: machines.map(({ where }) => where).join(', '), needed };
  return {
    outcome: 'fatal',
    seen: silent
      .map(({ name, where, refusal }) => t`${name}: SSH does not answer at ${where}: ${refusal}`)
      .join('; '),
    needed,
    fix: t`Start the machine and its sshd, or correct ssh.host and ssh.port of ${first.name} in swarmlab.yaml.`,
    code: 'E_SSH_UNREACHABLE',
  };
}
