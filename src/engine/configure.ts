import { t } from 'ttag';
import type { Topology } from '../config/schema.ts';
import { SwarmlabError } from '../errors/index.ts';
import { mustRun } from '../transport/must-run.ts';
import type { Command, Remote } from '../transport/runner.ts';
import { daemonConfig, daemonJson } from './daemon-config.ts';

const file = '/etc/docker/daemon.json';

/** Makes the group `docker`, puts `$1` (when given) into it, and prints the present daemon.json. */
const lookScript = `
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
getent group docker >/dev/null || groupadd --system docker || exit 1
if [ -n "$1" ]; then id -nG -- "$1" | tr ' ' '\\n' | grep -qx docker || usermod -aG docker -- "$1" || exit 1; fi
if [ -f ${file} ]; then cat ${file}; fi
`;

const writeScript = `
umask 022
mkdir -p /etc/docker && cat >${file}.part && mv -f ${file}.part ${file}
`;

/**
 * Gives the engine its addresses before its first start; settings of the user's own stay. `changed`: an engine that runs
 * already must be restarted. E_VALIDATE for a daemon.json that is no JSON object.
 */
export async function configureEngine(
  remote: Remote,
  network: Pick<Topology['network'], 'bip' | 'addressPool'>,
): Promise<'changed' | 'unchanged'> {
  const user = remote.user === 'root' ? '' : remote.user;
  const { stdout } = await must(remote, {
    argv: ['sh', '-c', lookScript, 'look-at-config', user],
    root: true,
  });
  const wanted = daemonJson(daemonConfig(network, parse(remote.name, stdout)));
  if (stdout === wanted) return 'unchanged';
  await must(remote, { argv: ['sh', '-c', writeScript, 'write-config'], root: true, input: wanted });
  return 'changed';
}

function parse(node: string, text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  let cause: unknown;
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (error) {
    cause = error;
  }
  throw new SwarmlabError('E_VALIDATE', t`${node}: ${file} is not a JSON object, so no engine can start`, {
    fix: t`Correct or remove ${file} on ${node}, then run the same command again.`,
    node,
    cause,
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function must(remote: Remote, command: Command) {
  return mustRun(remote, command, {
    code: 'E_NODE_COMMAND',
    what: t`could not configure the engine`,
    fix: t`Look at the machine with \`swarmlab ssh ${remote.name}\`, then run the same command again.`,
    node: remote.name,
  });
}
