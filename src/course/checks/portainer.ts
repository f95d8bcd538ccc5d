import { t } from 'ttag';
import * as z from 'zod';
import { answerText, askByHost, groupAnswers, hostEvidence, problemText } from '../probes/host-samples.ts';
import type { HttpAnswer } from '../probes/http-get.ts';
import { couldNotAsk, type Sample } from '../probes/reach.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65535),
});

/** What every node got from every node by the host name. */
export interface PortainerSeen {
  samples: readonly Sample<HttpAnswer>[];
}

// Sources: Portainer's API reference, GET /system/status; its api/adminmonitor: five minutes after its start without an
// administrator it answers 303 with this message, until it is restarted.
const status = z.object({ Version: z.string().min(1), InstanceID: z.string() });
const lateMessage = z.object({ message: z.literal('Administrator initialization timeout') });

/** Asked by its host name, Portainer answers at every node's address. */
export const portainer = defineCheck({
  name: 'portainer',
  params,
  reasons: ['not-routed', 'no-server', 'not-portainer', 'no-answer'],
  probe: async (cluster, what): Promise<PortainerSeen> => ({
    samples: await askByHost(cluster, { ...what, path: '/api/system/status' }),
  }),
  judge({ host, port }, { samples }) {
    const answers = groupAnswers(samples, (answer) =>
      versionOf(answer) === undefined && !isLate(answer) ? answerText(answer) : undefined,
    );
    if (answers.problems.size > 0) {
      const problems = problemText(answers);
      const message = t`asked for ${host} on port ${port}, ${problems}; expected Portainer's status`;
      return { outcome: 'fail', reason: reasonOf(answers.first), message };
    }
    const unknown = couldNotAsk(answers.unusable);
    if (unknown) return unknown;
    const versions = samples.flatMap(({ result }) =>
      result.kind === 'answer' ? (versionOf(result.answer) ?? []) : [],
    );
    const [version] = versions;
    const who = version
      ? `Portainer ${version}`
      : t`Portainer (restart it to set a password: its five minutes are over)`;
    return {
      outcome: 'pass',
      message: t`asked for ${host}, all ${answers.nodes.length} nodes answer with ${who}`,
    };
  },
  evidence: ({ samples }) => hostEvidence(samples),
});

function versionOf(answer: HttpAnswer): string | undefined {
  return answer.status === 200 ? status.safeParse(json(answer)).data?.Version : undefined;
}

function isLate(answer: HttpAnswer): boolean {
  return answer.status === 303 && lateMessage.safeParse(json(answer)).success;
}

function json({ body }: HttpAnswer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function reasonOf(
  first: HttpAnswer | 'none' | undefined,
): 'not-routed' | 'no-server' | 'not-portainer' | 'no-answer' {
  if (first === undefined || first === 'none') return 'no-answer';
  if (first.status === 404) return 'not-routed';
  return first.status >= 500 ? 'no-server' : 'not-portainer';
}
