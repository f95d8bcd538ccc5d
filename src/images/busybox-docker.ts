import path from 'node:path';
import { t } from 'ttag';
import { type BusyboxAnswer, type BusyboxRequest, lastLine, runIfThere } from './busybox-source.ts';

/** Takes the binary out of the registry's image, with whatever Docker host the user's docker command talks to. */
export async function busyboxFromDocker(request: BusyboxRequest): Promise<BusyboxAnswer> {
  const { arch, folder, names, runner } = request;
  const platform = `linux/${arch}`;
  const pulled = await runIfThere(runner, {
    argv: ['docker', 'pull', '-q', '--platform', platform, names.dockerImage],
  });
  if (!pulled) return { reason: t`docker is not installed` };
  if (pulled.exitCode !== 0) {
    const said = lastLine(pulled);
    return { reason: t`docker cannot pull ${names.dockerImage}: ${said}` };
  }

  const made = await runner.run({ argv: ['docker', 'create', '--platform', platform, names.dockerImage] });
  if (made.exitCode !== 0) {
    const said = lastLine(made);
    return { reason: t`docker create failed: ${said}` };
  }
  const container = made.stdout.trim();
  const file = path.join(folder, 'busybox');
  try {
    const copied = await runner.run({ argv: ['docker', 'cp', `${container}:/bin/busybox`, file] });
    if (copied.exitCode !== 0) {
      const said = lastLine(copied);
      return { reason: t`docker cp failed: ${said}` };
    }
  } finally {
    await runner.run({ argv: ['docker', 'rm', '-f', container] });
  }
  return { file, source: `image ${names.dockerImage}` };
}
