import { schemaFile, topologyJsonSchema } from '../../config/json-schema.ts';
import type { Topology } from '../../config/schema.ts';
import { renderTopology } from '../../config/write.ts';
import { renderVagrantfile } from '../../provider/vagrant/template.ts';
import type { PlannedFile } from './put-files.ts';

/**
 * What `init` writes for a plan, swarmlab.yaml first. A swarmlab.yaml that says the same already is left out, so that its
 * owner's comments stay. The Vagrantfile is there for every provider, so that one can change.
 */
export function initFiles(plan: Topology, existing: Topology | undefined): PlannedFile[] {
  const text = renderTopology(plan);
  const same = existing !== undefined && renderTopology(existing) === text;
  return [
    ...(same ? [] : [{ name: 'swarmlab.yaml', content: text, leads: true }]),
    { name: 'Vagrantfile', content: renderVagrantfile(plan) },
    { name: schemaFile, content: `${JSON.stringify(topologyJsonSchema(), null, 2)}\n`, ours: true },
  ];
}
