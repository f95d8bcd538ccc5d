import { isDeepStrictEqual } from 'node:util';
import { Document, isMap, isScalar } from 'yaml';
import { schemaFile } from './json-schema.ts';
import { type Topology, topologySchema } from './schema.ts';

const head = ` yaml-language-server: $schema=${schemaFile}
 The cluster as it shall be. \`swarmlab up\` makes it so, and can be run again after a change.`;

const comments: Readonly<Record<string, string>> = {
  provider:
    ' Where machines come from: vagrant (VMs), docker (system containers) or ssh (machines that exist).',
  network: ' The lab network: every node has its address in it.',
  nodes: ' Managers keep the state of the swarm; an odd number of them survives best. Memory is in MiB.',
  engine: ' Docker Engine: where it comes from, and which version.',
  vagrant: ' The VMs: what they are made from.',
  labs: ' Labs whose images are loaded onto every node.',
};

/** A topology as the text of swarmlab.yaml, with comments; values that are defaults anyway are left out. */
export function renderTopology(topology: Topology): string {
  const doc = new Document(essential(topology));
  doc.commentBefore = head;
  if (isMap(doc.contents))
    for (const { key } of doc.contents.items) {
      if (!isScalar(key)) continue;
      const comment = comments[String(key.value)];
      if (comment === undefined) continue;
      key.commentBefore = comment;
      key.spaceBefore = true;
    }
  return doc.toString({ lineWidth: 0 });
}

// The lab network and the size of nodes are always shown: they are what people change first. So is the box of VMs: a later
// version may propose another one.
function essential({ version, cluster, provider, network, nodes, engine, labs, vagrant, docker }: Topology) {
  const { shape } = topologySchema;
  return {
    version,
    cluster,
    provider,
    network: { subnet: network.subnet, ...changed(network, shape.network.parse({})) },
    nodes: nodes.map(({ ssh, ...node }) => ({ ...node, ...(ssh ? { ssh } : {}) })),
    ...block('engine', changed(engine, shape.engine.parse({}))),
    ...block('vagrant', {
      ...(provider === 'vagrant' ? { box: vagrant.box } : {}),
      ...changed(vagrant, shape.vagrant.parse({})),
    }),
    ...block('docker', changed(docker, shape.docker.parse({}))),
    ...(labs.length > 0 ? { labs } : {}),
  };
}

function changed<T extends object>(values: T, defaults: T): Partial<T> {
  const entries = Object.entries(values).filter(
    ([key, value]) => value !== undefined && !isDeepStrictEqual(value, Reflect.get(defaults, key)),
  );
  return Object.fromEntries(entries) as Partial<T>;
}

function block(key: string, values: object): Record<string, object> {
  return Object.keys(values).length > 0 ? { [key]: values } : {};
}
