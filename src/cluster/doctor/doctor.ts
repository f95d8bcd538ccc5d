import { t } from 'ttag';
import type { Route } from '../../config/routes.ts';
import { readThirdParty } from '../../images/third-party.ts';
import type { Outcome, Row } from '../../provider/diagnosis.ts';
import { providerRows } from '../../provider/doctor.ts';
import type { DoctorContext } from '../../provider/doctor-context.ts';
import { judgeClock, type OtherClock } from './clock.ts';
import { askHub, type Fetch, judgeHub } from './docker-hub.ts';
import { groundRows } from './ground-rows.ts';
import { judgeKernels } from './kernel.ts';
import { judgeNodes } from './nodes.ts';
import { judgeRoutes } from './routes.ts';
import { runRows } from './run-rows.ts';
import { nodesWithFacts, type SeenNode } from './seen-node.ts';
import { judgeVersions, readManifest } from './versions.ts';

/** What looking at a computer and its cluster needs. */
export interface DoctorRequest extends DoctorContext {
  routes(): Promise<readonly Route[]>;
  /** The nodes whose machines run; none where there is no cluster yet. */
  nodes(): Promise<readonly SeenNode[]>;
  fetch: Fetch;
  /** Milliseconds since 1970. */
  now(): number;
  /** Node.js's version, as in v22.11.0. */
  node: string;
}

/** One row as it is shown, and as `doctor --json` prints it. */
export interface ReportedRow {
  id: string;
  title: string;
  outcome: Outcome;
  seen: string;
  /** Null where it does not apply or nobody could tell. */
  needed: string | null;
  /** Null where nothing is to be done. */
  fix: string | null;
}

/** Looks at everything at once, and changes nothing. `patience`: ms for all of it. */
export async function diagnose(request: DoctorRequest, patience?: number): Promise<ReportedRow[]> {
  const provider = providerRows(request);
  const rows = [...provider.rows, ...groundRows(request, provider), ...generalRows(request)];
  return (await runRows(rows, patience)).map(({ row: { id, title }, verdict }) => ({
    id,
    title,
    outcome: verdict.outcome,
    seen: verdict.seen,
    needed: 'needed' in verdict ? verdict.needed : null,
    fix: 'fix' in verdict ? verdict.fix : null,
  }));
}

function generalRows({ topology, routes, nodes, fetch, now, node }: DoctorRequest): Row[] {
  const seen = nodes();
  const hub = askHub(fetch).then((answer) => ({ answer, at: now() }));
  for (const asked of [seen, hub]) asked.catch(() => {});
  return [
    { id: 'routes', title: t`Routes`, look: async () => judgeRoutes(topology, await routes()) },
    {
      id: 'clock',
      title: t`Clock`,
      async look() {
        const { answer, at } = await hub;
        const clocks: OtherClock[] = nodesWithFacts(await seen).map(({ plan, facts }) => ({
          of: plan.name,
          seconds: facts.clockSkew,
        }));
        if (answer.state === 'answered' && answer.date !== undefined)
          clocks.push({ of: 'Docker Hub', seconds: (answer.date - at) / 1000 });
        return judgeClock(clocks);
      },
    },
    {
      id: 'docker-hub',
      title: t`Docker Hub`,
      // The base image of the nodes, and the labs' images that are not ours.
      look: async () => judgeHub((await hub).answer, 1 + (await readThirdParty()).images.length),
    },
    { id: 'versions', title: t`Versions`, look: async () => judgeVersions(await readManifest(), node) },
    { id: 'nodes', title: t`Nodes`, look: async () => judgeNodes(await seen, topology.network) },
    { id: 'kernel', title: t`Nodes' kernels`, look: async () => judgeKernels(await seen) },
  ];
}
