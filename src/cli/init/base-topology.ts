import path from 'node:path';
import { defaultTopology } from '../../config/default-topology.ts';
import { loadTopology } from '../../config/load.ts';
import { monitors } from '../../config/rules/memory.ts';
import { type Topology, topologySchema } from '../../config/schema.ts';
import { hasCode } from '../../errors/index.ts';

/** The topology of a folder that has none yet: the default one, named after the folder, with every lab that fits onto small nodes. */
export function freshTopology(
  folder: string,
  provider: Topology['provider'],
  labs: readonly string[],
): Topology {
  return defaultTopology({
    cluster: clusterNameOf(folder),
    provider,
    labs: labs.filter((lab) => !monitors([lab])),
  });
}

/**
 * What a folder's swarmlab.yaml says; undefined where there is none. Throws E_CONFIG when it is wrong; `ignoreWrong`: as if
 * there were none.
 */
export async function existingTopology(
  configFile: string,
  ignoreWrong: boolean,
): Promise<Topology | undefined> {
  try {
    return (await loadTopology(configFile)).topology;
  } catch (error) {
    if (hasCode(error, 'E_NO_CONFIG') || (ignoreWrong && hasCode(error, 'E_CONFIG'))) return undefined;
    throw error;
  }
}

/** A cluster name made of a folder's name: `My Course (2)` gives `my-course-2`. */
export function clusterNameOf(folder: string): string {
  const name = path
    .basename(folder)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return topologySchema.shape.cluster.safeParse(name).success ? name : 'swarmlab';
}
