import { t } from 'ttag';
import type { Cluster } from './cluster.ts';
import { swarmNodes } from './swarm.ts';

/** A node that leads a swarm of its own, and what is in that. */
export interface StraySwarm {
  node: string;
  /** As in `the service web`, `the secret key`. */
  things: string[];
}

function phrase(kind: 'service' | 'secret' | 'config', name: string): string {
  return { service: t`the service ${name}`, secret: t`the secret ${name}`, config: t`the config ${name}` }[
    kind
  ];
}

/**
 * Swarms beside the one that the plan's managers hold, with something in them: made by hand on a node that was to join. `up` has their
 * nodes leave them. Looks at nodes whose facts are known, and changes nothing.
 */
export async function straySwarms({ nodes }: Pick<Cluster, 'nodes'>): Promise<StraySwarm[]> {
  const leading = nodes.filter((node) => node.hasFacts && node.facts.engine?.control);
  const opener = leading.find((node) => node.isManager);
  const members = opener ? await swarmNodes(opener.engine) : [];
  const ours = new Set(members.map(({ ID }) => ID));
  const strays = leading.filter((node) => node !== opener && !ours.has(node.facts.engine?.nodeId ?? ''));
  const found = await Promise.all(
    strays.map(async ({ name, engine }) => {
      const lists = (['service', 'secret', 'config'] as const).map(async (kind) =>
        (await engine.get<{ Spec: { Name: string } }[]>(`/${kind}s`)).map(({ Spec }) =>
          phrase(kind, Spec.Name),
        ),
      );
      return { node: name, things: (await Promise.all(lists)).flat() };
    }),
  );
  return found.filter(({ things }) => things.length > 0);
}
