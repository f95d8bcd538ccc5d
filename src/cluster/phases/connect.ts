import { t } from 'ttag';
import { connectNode } from '../connect-node.ts';
import type { NodePhase } from '../phase.ts';

/** One SSH connection a node, kept for everything that follows. */
export const connect: NodePhase = {
  id: 'connect',
  get title() {
    return t`Connect over SSH`;
  },
  scope: 'node',
  skip(node) {
    return node.isConnected ? t`it answers` : undefined;
  },
  async run(node, cluster) {
    await connectNode(node, cluster, node.endpoint);
    return `${node.endpoint.user}@${node.endpoint.host}:${node.endpoint.port}`;
  },
};
