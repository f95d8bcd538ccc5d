import { t } from 'ttag';
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
    const remove = `docker rm --force --volumes $(docker ps --all --quiet --filter label=${labels.cluster}=${cluster})`;
    throw new SwarmlabError(
      'E_CLUSTER_NAME_TAKEN',
      folder
        ? t`there is a cluster named ${cluster} already, of the swarmlab.yaml in ${folder}`
        : t`there is a cluster named ${cluster} already, of the container ${name}`,
      {
        fix: folder
          ? t`Choose another \`cluster:\` in swarmlab.yaml, or remove that one: swarmlab -C '${folder}' down; where that folder is gone: ${remove}`
          : t`Choose another \`cluster:\` in swarmlab.yaml, or remove that container: docker rm --force ${name}`,
      },
    );
  }
}
