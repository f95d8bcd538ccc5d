import { writeFile } from 'node:fs/promises';
import type { Topology } from '../config/schema.ts';
import { learnerNeeds } from '../provider/create.ts';
import { toolName } from './parts.ts';

export const readmeName = 'README.txt';

/** Writes the text that tells learners how to use the kit, from a stick or from a server in the room. */
export function readmeText({
  topology,
  version,
}: {
  topology: Topology;
  version: string;
}): (to: string) => Promise<void> {
  return (to) => writeFile(to, text(topology, version));
}

function text(topology: Topology, version: string): string {
  const archive = toolName(version);
  const { programs, flags } = learnerNeeds(topology);
  const init = `node swarmlab/dist/main.js init --yes ${flags}`;
  return `Swarmlab ${version}: an offline kit. No internet is needed.

On your computer: Node.js 20.19 or later, an OpenSSH client, and ${programs}.

In a folder of your own, with KIT the folder that holds this file:

    tar -xzf KIT/${archive}
    ${init}
    node swarmlab/dist/main.js up --bundle KIT

Or, where somebody serves the kit in the room (swarmlab bundle serve), with ADDRESS as they say:

    curl -O http://ADDRESS/${archive}
    tar -xzf ${archive}
    ${init}
    node swarmlab/dist/main.js up --bundle http://ADDRESS

Then, in the same folder, \`node swarmlab/dist/main.js lab\`. To type only \`swarmlab\`:

    alias swarmlab="node '$PWD/swarmlab/dist/main.js'"

Whether the kit came whole: node swarmlab/dist/main.js bundle verify KIT
`;
}
