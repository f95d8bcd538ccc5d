import { t } from 'ttag';
import * as z from 'zod';
import { SwarmlabError } from '../../errors/index.ts';
import type { LabCluster } from '../lab-cluster.ts';

const info = z.object({ SystemTime: z.string() });

/** What the manager's clock says, in milliseconds since 1970. Throws E_ENGINE_API. */
export async function managerTime({ manager }: Pick<LabCluster, 'manager'>): Promise<number> {
  const answer = info.safeParse(await manager.get('/info'));
  if (answer.success) return Date.parse(answer.data.SystemTime);
  throw new SwarmlabError('E_ENGINE_API', t`Docker Engine answered GET /info without its time`, {
    fix: t`Report this with the version that \`swarmlab status\` shows for the engine.`,
  });
}
