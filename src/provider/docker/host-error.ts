import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';

/** Why no Docker host answers. */
export type HostTrouble = 'no command' | 'no answer' | 'not allowed' | 'no context';

/** What docker says on standard error when it is the host that fails, not the request. First match counts. */
const symptoms: readonly [RegExp, HostTrouble][] = [
  [/permission denied while trying to connect/i, 'not allowed'],
  [/context .*not found/i, 'no context'],
  [
    /cannot connect to the docker daemon|failed to connect to the docker api|is the docker daemon running|error during connect/i,
    'no answer',
  ],
];

/** What is wrong with the host, going by docker's error output; undefined when it is something else. */
export function hostTrouble(stderr: string): HostTrouble | undefined {
  return symptoms.find(([pattern]) => pattern.test(stderr))?.[1];
}

function sentenceFor(trouble: HostTrouble): string {
  switch (trouble) {
    case 'no command':
      return t`the docker command is not installed`;
    case 'no answer':
      return t`no Docker host answers`;
    case 'not allowed':
      return t`you may not use the Docker host: its socket is closed to your user`;
    case 'no context':
      return t`the Docker context that is chosen does not exist`;
  }
}

/** E_DOCKER_HOST with how to get a host on this platform. */
export function dockerHostError(
  trouble: HostTrouble,
  details: { output?: string; cause?: unknown; platform?: NodeJS.Platform } = {},
): SwarmlabError {
  const { output, cause, platform = process.platform } = details;
  return new SwarmlabError('E_DOCKER_HOST', sentenceFor(trouble), {
    fix: fixFor(trouble, platform),
    ...(output ? { output } : {}),
    cause,
  });
}

function fixFor(trouble: HostTrouble, platform: NodeJS.Platform): string {
  if (trouble === 'no context')
    return t`Choose one that \`docker context ls\` lists: docker context use NAME.`;
  if (platform !== 'linux')
    return t`Install Docker Desktop (https://docs.docker.com/desktop/), start it and run this again.`;
  switch (trouble) {
    case 'no command':
      return t`Install it (Debian, Ubuntu: sudo apt-get install docker.io) and run this again.`;
    case 'no answer':
      return t`Start it: sudo systemctl start docker. Where it is not installed (Debian, Ubuntu): sudo apt-get install docker.io.`;
    case 'not allowed':
      return t`Join its group (sudo usermod -aG docker "$USER", then log in again), or run this with sudo.`;
  }
}
