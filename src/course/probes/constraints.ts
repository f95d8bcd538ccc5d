import type { Service, SwarmNode } from './engine-answers.ts';

/** What a service demands of the nodes that run its tasks, as in `node.role==manager`. */
export function constraintsOf({ Spec }: Service): readonly string[] {
  return Spec.TaskTemplate.Placement?.Constraints ?? [];
}

/**
 * Whether a constraint lets tasks run on a node; one that is about something else (the platform, the engine's labels) rules
 * nothing out here. Source: https://docs.docker.com/reference/cli/docker/service/create/#constraint
 */
export function allows(constraint: string, { ID, Spec, Description }: SwarmNode): boolean {
  const [, key = '', operator = '', wanted = ''] =
    /^\s*([^=!\s]+)\s*(==|!=)\s*(.*?)\s*$/.exec(constraint) ?? [];
  const [, label] = /^node\.labels\.(.+)$/.exec(key) ?? [];
  const values: Record<string, string | undefined> = {
    'node.id': ID,
    'node.role': Spec?.Role,
    'node.hostname': Description.Hostname,
    ...(label ? { [key]: Spec?.Labels?.[label] ?? '' } : {}),
  };
  const value = values[key];
  if (value === undefined) return true;
  return (value.toLowerCase() === wanted.toLowerCase()) === (operator === '==');
}
