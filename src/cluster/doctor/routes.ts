import { t } from 'ttag';
import { poolProblems, type Route, routeProblems } from '../../config/routes.ts';
import type { Topology } from '../../config/schema.ts';
import type { Verdict } from '../../provider/diagnosis.ts';

/** Routes of this computer that have addresses in common with the networks of the plan, and whose they are. */
export function judgeRoutes(topology: Topology, routes: readonly Route[]): Verdict {
  const { subnet, overlayPool, bip, addressPool } = topology.network;
  const networks = [subnet, overlayPool, bip, addressPool].join(', ');
  const needed = t`no route into ${networks}`;
  const problems = [...routeProblems(topology, routes), ...poolProblems(topology, routes)];
  const [first] = problems.toSorted((a, b) => rank(a.severity) - rank(b.severity));
  if (!first) return { outcome: 'ok', seen: t`none of this computer's ${routes.length}`, needed };
  const seen = problems.map(({ message }) => message).join('; ');
  const fix = t`In swarmlab.yaml: ${first.fix}.`;
  return first.severity === 'error'
    ? { outcome: 'fatal', seen, needed, fix, code: 'E_CONFIG' }
    : { outcome: 'warn', seen, needed, fix };
}

function rank(severity: 'error' | 'warning'): number {
  return severity === 'error' ? 0 : 1;
}
