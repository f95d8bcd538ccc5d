import { t } from 'ttag';
import * as z from 'zod';
import { askSecrets } from '../probes/engine-answers.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  /** Names of which one is enough: a secret that was rotated has another. */
  names: z.array(z.string().min(1)).min(1),
});

/** The swarm keeps a secret under one of these names. Its value is given out to nobody, so it is not looked at. */
export const secretMade = defineCheck({
  name: 'secret-made',
  params,
  reasons: ['missing'],
  probe: (cluster) => askSecrets(cluster),
  judge({ names }, secrets) {
    const there = secrets.map(({ Spec }) => Spec.Name);
    const name = names.find((one) => there.includes(one));
    if (name) return { outcome: 'pass', message: t`the swarm keeps a secret named ${name}` };
    const seen = there.sort().join(', ') || t`none`;
    const or = t`or`;
    const wanted = names.join(` ${or} `);
    const message = t`no secret is named ${wanted} (secrets seen: ${seen})`;
    return { outcome: 'fail', reason: 'missing', message, settled: true };
  },
  evidence: (secrets) => ({ secrets: secrets.map(({ Spec }) => Spec.Name) }),
});
