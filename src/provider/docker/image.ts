import { t } from 'ttag';
import { hasCode, SwarmlabError } from '../../errors/index.ts';
import type { Result, Runner } from '../../transport/runner.ts';
import type { KitFiles } from '../context.ts';
import { hostArch } from '../host-arch.ts';
import type { Report } from '../provider.ts';
import { type DockerCli, dockerFailed, outputLines } from './docker-cli.ts';
import { baseImage, dockerfile, initPath, nodeImage, nodeImageInKit } from './image-recipe.ts';
import { labels } from './names.ts';
import { keptRootfs, makeRootfs } from './rootfs.ts';

/** What making the node image needs. */
export interface ImageRequest {
  docker: DockerCli;
  runner: Runner;
  cacheFolder: string;
  report: Report;
  kit?: KitFiles | undefined;
}

/** Marks the images we made, also those that lost their name. */
const imageLabel = `${labels.image}=node`;

/** How long a registry may take to say its first word, in ms. */
const patience = 5000;

/**
 * The name of the node image, which exists when this returns: what the host has, else the kit's file tree where there is a kit; else
 * the kept one, else built from the base image where a registry gives it, else made from Debian's packages. E_NODE_IMAGE when none of it works.
 */
export async function ensureNodeImage(request: ImageRequest): Promise<string> {
  const { docker, runner, cacheFolder, report, kit } = request;
  if (await hasImage(docker, nodeImage)) return nodeImage;
  const kept = kit ? await kit.file(nodeImageInKit(hostArch), report) : await keptRootfs(cacheFolder);
  if (kept) {
    report(t`loading the node image`);
    await importRootfs(docker, kept);
    return nodeImage;
  }
  report(t`making the node image, once: about 30 s`);
  const refusal = await buildFromBase(request);
  if (!refusal) return nodeImage;
  report(t`no registry: making the node image from Debian's packages`);
  try {
    await importRootfs(docker, await makeRootfs(runner, cacheFolder));
  } catch (error) {
    if (!hasCode(error, 'E_NODE_IMAGE')) throw error;
    const { message, fix, output } = error;
    throw new SwarmlabError('E_NODE_IMAGE', message, {
      fix,
      unexplained: true,
      output: `${refusal.output}\n${output ?? ''}`,
      cause: error,
    });
  }
  return nodeImage;
}

/** Removes the node images that no container uses. */
export async function removeNodeImages(docker: DockerCli): Promise<void> {
  const what = t`could not remove the node image`;
  const listed = await docker.must(['image', 'ls', '--quiet', '--filter', `label=${imageLabel}`], { what });
  for (const id of new Set(outputLines(listed))) await removeUnused(docker, id, what);
}

async function removeUnused(docker: DockerCli, image: string, what: string): Promise<void> {
  const args = ['image', 'rm', image];
  const result = await docker.run(args);
  if (result.exitCode === 0 || /no such image|in use|being used|is using/i.test(result.stderr)) return;
  throw dockerFailed(args, result, {
    what,
    fix: t`Run the same command again, or remove it with \`docker image rm\`.`,
  });
}

async function hasImage(docker: DockerCli, name: string): Promise<boolean> {
  return (await docker.run(['image', 'inspect', '--format', '{{.Id}}', name])).exitCode === 0;
}

/** Loads the image and gives it its name only then: of several that load it at once, one is kept. */
async function importRootfs(docker: DockerCli, file: string): Promise<void> {
  const failure = {
    code: 'E_NODE_IMAGE',
    what: t`could not load the node image`,
    fix: t`Free some space on the Docker host; if that is not it, remove ${file} and run this again.`,
  } as const;
  const changes = ['--change', `CMD ["${initPath}"]`, '--change', `LABEL ${imageLabel}`];
  const id = (await docker.must(['import', ...changes, file], failure)).trim();
  if (await hasImage(docker, nodeImage))
    await removeUnused(docker, id, t`could not remove the second node image`);
  else await docker.must(['tag', id, nodeImage], failure);
}

/** Builds the image; where that cannot be, says why. */
async function buildFromBase({ docker }: ImageRequest): Promise<{ output: string } | undefined> {
  if (!(await hasImage(docker, baseImage))) {
    const refusal = await pull(docker);
    if (refusal) return refusal;
  }
  const built = await docker.run(['build', '--label', imageLabel, '--tag', nodeImage, '-'], {
    input: dockerfile,
  });
  return refusalIn(built);
}

/** Pulls the base image; where no registry gives it soon, says why. A registry that did answer may take its time. */
async function pull(docker: DockerCli): Promise<{ output: string } | undefined> {
  let answered = false;
  const onLine = (line: string) => {
    answered ||= line.includes('Pulling from');
  };
  try {
    return refusalIn(await docker.run(['pull', baseImage], { timeout: patience, onLine }));
  } catch (error) {
    if (!hasCode(error, 'E_TIMEOUT')) throw error;
    return answered ? refusalIn(await docker.run(['pull', baseImage])) : { output: error.message };
  }
}

function refusalIn({ exitCode, stdout, stderr }: Result): { output: string } | undefined {
  return exitCode === 0 ? undefined : { output: `${stdout}${stderr}` };
}
