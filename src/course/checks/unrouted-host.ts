import { t } from 'ttag';
import * as z from 'zod';
import { answerText, askByHost, groupAnswers, hostEvidence, problemText } from '../probes/host-samples.ts';
import type { HttpAnswer } from '../probes/http-get.ts';
import { couldNotAsk, type Sample } from '../probes/reach.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  /** A host name that no router is for. */
  host: z.string().min(1),
  port: z.int().min(1).max(65535),
});

/** What every node got from every node by the host name. */
export interface UnroutedSeen {
  samples: readonly Sample<HttpAnswer>[];
}

/** The negative control: asked by a host name that no router is for, every node answers 404. */
export const unroutedHost = defineCheck({
  name: 'unrouted-host',
  params,
  reasons: ['answered', 'no-answer'],
  probe: async (cluster, what): Promise<UnroutedSeen> => ({
    samples: await askByHost(cluster, { ...what, path: '/' }),
  }),
  judge({ host, port }, { samples }) {
    const answers = groupAnswers(samples, (answer) =>
      answer.status === 404 ? undefined : answerText(answer),
    );
    if (answers.problems.size > 0) {
      const reason = answers.first === 'none' ? 'no-answer' : 'answered';
      const problems = problemText(answers);
      const message = t`asked for ${host} on port ${port}, ${problems}; expected 404 from every node`;
      return { outcome: 'fail', reason, message };
    }
    const unknown = couldNotAsk(answers.unusable);
    if (unknown) return unknown;
    return {
      outcome: 'pass',
      message: t`asked for ${host}, which nobody routes, all ${answers.nodes.length} nodes answer 404`,
    };
  },
  evidence: ({ samples }) => hostEvidence(samples),
});
