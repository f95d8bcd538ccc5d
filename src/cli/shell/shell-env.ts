/** Environment variables to set, or to unset where the value is undefined. */
export type Changes = Readonly<Record<string, string | undefined>>;

/**
 * A shell's variables once it speaks to a cluster: `docker` to the node, `ssh` with the wrappers in `binFolder`. What it had
 * before is remembered in the shell itself.
 */
export function entering(
  env: NodeJS.ProcessEnv,
  { binFolder, node }: { binFolder: string; node: string },
): Changes {
  const before = { ...env, ...leaving(env) };
  return {
    PATH: [binFolder, ...(before.PATH ? [before.PATH] : [])].join(':'),
    DOCKER_HOST: `ssh://${node}`,
    SWARMLAB_BIN: binFolder,
    SWARMLAB_NODE: node,
    SWARMLAB_OLD_DOCKER_HOST: before.DOCKER_HOST,
  };
}

/** What undoes it. Nothing where the shell speaks to no cluster; a DOCKER_HOST that the user set since then stays. */
export function leaving(env: NodeJS.ProcessEnv): Changes {
  if (!env.SWARMLAB_BIN) return {};
  const ours = env.DOCKER_HOST === `ssh://${env.SWARMLAB_NODE}`;
  return {
    PATH: (env.PATH ?? '')
      .split(':')
      .filter((folder) => folder !== env.SWARMLAB_BIN)
      .join(':'),
    DOCKER_HOST: ours ? env.SWARMLAB_OLD_DOCKER_HOST : env.DOCKER_HOST,
    SWARMLAB_BIN: undefined,
    SWARMLAB_NODE: undefined,
    SWARMLAB_OLD_DOCKER_HOST: undefined,
  };
}

/**
 * Undoes it for this process and what it starts: in such a shell, too, machines are made on the user's own Docker host and not
 * inside one of their nodes. The variables that remember stay.
 */
export function useOwnEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of ['PATH', 'DOCKER_HOST'] as const) {
    const changes = leaving(env);
    if (!(name in changes)) continue;
    if (changes[name] === undefined) delete env[name];
    else env[name] = changes[name];
  }
}
