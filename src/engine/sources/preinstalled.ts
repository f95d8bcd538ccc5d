import { SwarmlabError } from '../../errors/index.ts';
import type { Remote } from '../../transport/runner.ts';

/** The oldest engine whose swarm mode the course is known to work with. */
const oldest = 20;

/** Looks for an engine that is installed already and gives its version; E_VALIDATE when there is none, or too old a one. */
export async function checkPreinstalled(remote: Remote): Promise<string> {
  const script = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; dockerd --version';
  const result = await remote.run({ argv: ['sh', '-c', script], root: true, timeout: 30_000 });
  const version = /version (\d+)\.([\w.+~-]+)/.exec(result.stdout);
  if (result.exitCode !== 0 || !version) {
    throw refused(remote, 'has no Docker Engine, and engine.source is preinstalled', result.stderr);
  }
  if (Number(version[1]) < oldest)
    throw refused(remote, `has Docker Engine ${version[1]}.${version[2]}, older than ${oldest}.10`, '');
  return `${version[1]}.${version[2]}`;
}

function refused(remote: Remote, what: string, output: string): SwarmlabError {
  return new SwarmlabError('E_VALIDATE', `${remote.name} ${what}`, {
    fix: `Install Docker Engine on ${remote.name}, or remove engine.source from swarmlab.yaml.`,
    node: remote.name,
    output,
  });
}
