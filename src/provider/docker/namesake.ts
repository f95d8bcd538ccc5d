import { SwarmlabError } from '../../errors/index.ts';
import type { Container } from './inspect.ts';
import { type ClusterIdentity, labels } from './names.ts';

/** E_CLUSTER_NAME_TAKEN when one of the containers belongs to a cluster of the same name that is not ours. */
export function refuseNamesake(
  containers: ReadonlyMap<string, Container>,
  { cluster, clusterId }: ClusterIdentity,
): void {
  for (const { name, labels: found } of containers.values()) {
    if (found[labels.id] === clusterId) continue;
    const folder = found[labels.folder];
    const whose = folder ? `the swarmlab.yaml in ${folder}` : `the container ${name}`;
    const remove = `docker rm --force --volumes $(docker ps --all --quiet --filter label=${labels.cluster}=${cluster})`;
    throw new SwarmlabError(
      'E_CLUSTER_NAME_TAKEN',
      `there is a cluster named ${cluster} already, of ${whose}`,
      {
        fix: folder
          ? `Choose another \`cluster:\` in swarmlab.yaml, or remove that one: swarmlab -C '${folder}' down; where that folder is gone: ${remove}`
          : `Choose another \`cluster:\` in swarmlab.yaml, or remove that container: docker rm --force ${name}`,
      },
    );
  }
}
