import { t } from 'ttag';
import * as z from 'zod';
import { memberOf, noSwarm, observeSwarm, swarmEvidence, unaskedNodes } from '../probes/swarm-view.ts';
import { defineCheck } from './check-type.ts';

/** Every machine stands once in the node list: who left and joined again has another id, and the former one stays, Down. */
export const nodeTwins = defineCheck({
  name: 'node-twins',
  params: z.strictObject({}),
  reasons: ['no-swarm', 'no-say', 'twin'],
  probe: observeSwarm,
  judge(_params, view) {
    if (!view.manager) return noSwarm(view);
    const { nodes, members } = view;
    const unasked = unaskedNodes(view);
    if (unasked) return { outcome: 'unknown', message: unasked };
    const present = new Set(nodes.map((node) => memberOf(node, members)?.ID));
    const names = new Set(
      members.flatMap(({ ID, Description }) => (present.has(ID) ? Description.Hostname : [])),
    );
    // Managers need 15 s to miss who left, and call it ready until then; a machine of others, which is ready, is none of ours.
    const gone = members.filter(
      ({ ID, Description, Status }) =>
        !present.has(ID) && (Status.State !== 'ready' || names.has(Description.Hostname)),
    );
    if (gone.length > 0) {
      const who = gone.map(({ Description, Status }) => `${Description.Hostname} (${Status.State})`);
      const names = who.join(', ');
      const message =
        gone.length === 1
          ? t`the node list has ${members.length} entries, of which one is of nobody any more: ${names}; expected ${nodes.length}`
          : t`the node list has ${members.length} entries, of which ${gone.length} are of nobody any more: ${names}; expected ${nodes.length}`;
      return { outcome: 'fail', reason: 'twin', message, settled: true };
    }
    return { outcome: 'pass', message: t`the node list has ${members.length} entries, each a machine's` };
  },
  evidence: swarmEvidence,
});
