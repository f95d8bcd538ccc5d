import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { imagesOn } from '../images/images-on.ts';
import type { LabCluster } from './lab-cluster.ts';

/** Which images the nodes' engines have; each node is asked once. */
export interface ImagesOnNodes {
  /** Why a check that needs the image has nothing to look at; undefined where every node that answers has it. */
  lacking(image: string): Promise<string | undefined>;
}

export function imagesOnNodes(cluster: Pick<LabCluster, 'nodes'>): ImagesOnNodes {
  let asked: ReturnType<typeof askImages> | undefined;
  return {
    async lacking(image) {
      asked ??= askImages(cluster);
      const without = [...(await asked)].filter(([, tags]) => !tags.has(image)).map(([name]) => name);
      if (without.length === 0) return undefined;
      const nodes = without.join(', ');
      return t`the image ${image} is not on ${nodes}: \`swarmlab lab start\` loads it where it can be had`;
    },
  };
}

/** The names of all images by node, of the nodes that answer. */
export async function askImages({
  nodes,
}: Pick<LabCluster, 'nodes'>): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const answers = nodes.map(async ({ name, engine }) => {
    const images = await imagesOn(engine).catch((error: unknown) => {
      // A node that cannot be asked says nothing about images; the checks themselves will say that it is away.
      if (error instanceof SwarmlabError && error.code !== 'E_INTERRUPTED') return undefined;
      throw error;
    });
    return images ? [[name, new Set(images.keys())] as const] : [];
  });
  return new Map((await Promise.all(answers)).flat());
}
