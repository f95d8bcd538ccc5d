import { t } from 'ttag';
import * as z from 'zod';
import { memberOf, noSwarm, observeSwarm, swarmEvidence, unaskedNodes } from '../probes/swarm-view.ts';
import { defineCheck } from './check-type.ts';

/**
 * Every member advertises its address in the lab network. The managers see where a node's control connection comes from
 * (`Status.Addr`), the node itself where its overlay traffic is to go; both have to be right. A node in no swarm says nothing.
 */
export const nodeAddresses = defineCheck({
  name: 'node-addresses',
  params: z.strictObject({}),
  reasons: ['no-swarm', 'no-say', 'wrong-address'],
  probe: observeSwarm,
  judge(_params, view) {
    if (!view.manager) return noSwarm(view);
    const entered = view.nodes.flatMap((node) => {
      const member = memberOf(node, view.members);
      return member && member.Status.State !== 'down' ? [{ ...node, member }] : [];
    });
    const wrong = entered.flatMap(({ name, address, own, member }) => {
      const seen = [own?.NodeAddr || address, member.Status.Addr || address].find((one) => one !== address);
      return seen === undefined ? [] : [t`${name} advertises ${seen}; expected ${address}`];
    });
    if (wrong.length > 0)
      return { outcome: 'fail', reason: 'wrong-address', message: wrong.join('; '), settled: true };
    const unasked = unaskedNodes(view);
    if (unasked) return { outcome: 'unknown', message: unasked };
    const seen = entered.map(({ name, address }) => `${name} ${address}`);
    const list = seen.join(', ');
    return { outcome: 'pass', message: t`advertised in the lab network: ${list}` };
  },
  evidence: swarmEvidence,
});
