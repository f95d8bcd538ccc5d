import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import { startDockerHost, stopDockerHost } from '../../provider/docker/host.ts';
import { localRunner } from '../../transport/local.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';

export async function dockerHost({ io, signal }: CommandContext, word: string): Promise<void> {
  const runner = localRunner({ write() {} }, signal);
  if (word === 'start') {
    const outcome = await startDockerHost({ runner, env: io.env, report: (line) => note(io, line) });
    print(io, outcome === 'started' ? t`Docker Engine runs now.` : t`A Docker Engine runs already.`);
  } else if (word === 'stop') {
    print(io, endings[await stopDockerHost({ runner })]);
  } else {
    throw new SwarmlabError('E_USAGE', t`docker-host takes start or stop, not "${word}"`, {
      fix: 'swarmlab docker-host start',
    });
  }
}

const endings = {
  stopped: 'Docker Engine is stopped.',
  'not ours': 'Nothing to stop: swarmlab started no Docker Engine.',
  'in use': 'Docker Engine goes on: containers run on it.',
};
