import { t } from 'ttag';
import { parseTopology } from '../../config/load.ts';
import { formatProblems, type Problem } from '../../config/problem.ts';
import { poolProblems, type Route, routeProblems } from '../../config/routes.ts';
import type { Topology } from '../../config/schema.ts';
import { renderTopology } from '../../config/write.ts';
import { SwarmlabError } from '../../errors/index.ts';

/** What a plan is measured by. */
export interface Surroundings {
  /** Ids of the labs there are. */
  labs: readonly string[];
  /** The routes of this computer. */
  routes: readonly Route[];
}

/** Judges a plan as swarmlab.yaml would be; returns its warnings. Throws E_USAGE with the first error and how many more there are. */
export function judgePlan(plan: Topology, { labs, routes }: Surroundings): Problem[] {
  const { topology, problems, locate } = parseTopology(renderTopology(plan), 'swarmlab.yaml', { labs });
  const met = topology
    ? [routeProblems, poolProblems].flatMap((judge) => judge(topology, routes, locate))
    : [];
  const all = [...problems, ...met];
  const [first, ...others] = all.filter(({ severity }) => severity === 'error');
  if (!first) return all;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  throw new SwarmlabError('E_USAGE', `${first.message}${more}`, {
    fix: t`In the words of swarmlab.yaml: ${first.fix}.`,
    output: formatProblems(all),
  });
}
