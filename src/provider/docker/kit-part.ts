import { rm } from 'node:fs/promises';
import { t } from 'ttag';
import { hasCode } from '../../errors/index.ts';
import { gzip } from '../../files/gzip.ts';
import { hostArch } from '../host-arch.ts';
import type { PartRequest, ProviderPart } from '../kit-part.ts';
import type { Report } from '../provider.ts';
import { type DockerCli, dockerCli } from './docker-cli.ts';
import { ensureNodeImage } from './image.ts';
import { nodeImage, nodeImageInKit } from './image-recipe.ts';
import { keptRootfs, makeRootfs } from './rootfs.ts';

/** The node image's file tree: what was made of Debian's packages, else what the Docker host has or can build. */
export function nodeImagePart(request: PartRequest): ProviderPart {
  const { arch, signal } = request;
  return {
    kind: 'node-image',
    what: t`the node image`,
    path: nodeImageInKit(arch),
    async make(to, report) {
      const scratch = `${to}.d`;
      try {
        const tree = await fileTree(request, scratch, report);
        report(t`compressing the node image`);
        await gzip(tree, to, 6, signal);
      } finally {
        await rm(scratch, { force: true });
      }
    },
  };
}

/** Path of the tree; one that the Docker host exports goes to `scratch`. */
async function fileTree(
  { arch, runner, cacheFolder }: PartRequest,
  scratch: string,
  report: Report,
): Promise<string> {
  const kept = await keptRootfs(cacheFolder, arch);
  if (kept) return kept;
  if (arch === hostArch) {
    const docker = dockerCli(runner);
    try {
      await ensureNodeImage({ docker, runner, cacheFolder, report });
      return (await keptRootfs(cacheFolder)) ?? (await exportTree(docker, scratch));
    } catch (error) {
      if (!hasCode(error, 'E_DOCKER_HOST')) throw error;
    }
  }
  report(t`making the node image from Debian's packages`);
  return makeRootfs(runner, cacheFolder, arch);
}

async function exportTree(docker: DockerCli, to: string): Promise<string> {
  const failure = {
    code: 'E_NODE_IMAGE',
    what: t`could not export the node image`,
    fix: t`Free some space, and look at \`docker info\`; then run the same command again.`,
  } as const;
  const container = (await docker.must(['create', nodeImage], failure)).trim();
  try {
    await docker.must(['export', '--output', to, container], failure);
  } finally {
    await docker.run(['rm', '--force', container]);
  }
  return to;
}
