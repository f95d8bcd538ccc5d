import { t } from 'ttag';
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
    throw refused(
      remote,
      t`${remote.name} has no Docker Engine, and engine.source is preinstalled`,
      result.stderr,
    );
  }
  const [, major, rest] = version;
  if (Number(major) < oldest)
    throw refused(remote, t`${remote.name} has Docker Engine ${major}.${rest}, older than ${oldest}.10`, '');
  return `${major}.${rest}`;
}

function refused(remote: Remote, sentence: string, output: string): SwarmlabError {
  return new SwarmlabError('E_VALIDATE', sentence, {
    fix: t`Install Docker Engine on ${remote.name}, or remove engine.source from swarmlab.yaml.`,
    node: remote.name,
    output,
  });
}
