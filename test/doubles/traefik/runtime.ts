import type { Router } from './labels.ts';
import type { Balancer, Configuration } from './provider.ts';
import { type Matcher, parseRule } from './rules.ts';

/** A router at work, or why it is not. */
export interface RunningRouter extends Router {
  /** With its provider, as in `counter@swarm`. */
  name: string;
  priority: number;
  status: 'enabled' | 'disabled' | 'warning';
  errors: readonly string[];
  /** The entry points that it listens on. */
  using: readonly string[];
  matches: Matcher;
}

/** A service at work. */
export interface RunningService extends Balancer {
  name: string;
  usedBy: readonly string[];
}

/** All routers, those tried first in front, and services by name with provider. */
export interface Runtime {
  routers: readonly RunningRouter[];
  services: ReadonlyMap<string, RunningService>;
}

/** Puts a configuration to work on the entry points named. A longer rule goes first unless a priority is given. */
export function runtimeOf({ routers, services }: Configuration, entryPoints: readonly string[]): Runtime {
  const running = [...routers].map(([name, router]): RunningRouter => {
    const wanted = router.entryPoints ?? entryPoints;
    const using = wanted.filter((one) => entryPoints.includes(one));
    const missing = wanted
      .filter((one) => !entryPoints.includes(one))
      .map((one) => `entryPoint "${one}" doesn't exist`);
    const errors = [...missing];
    let broken = using.length === 0;
    if (broken) errors.push('no valid entryPoint for this router');
    let matches: Matcher = () => false;
    try {
      if (!services.has(ownService(router)))
        throw new Error(`the service "${inProvider(router.service)}" does not exist`);
      matches = parseRule(router.rule);
    } catch (error) {
      broken = true;
      errors.push(error instanceof Error ? error.message : String(error));
    }
    return {
      ...router,
      name: inProvider(name),
      entryPoints: wanted,
      priority: router.priority || router.rule.length,
      status: broken ? 'disabled' : errors.length > 0 ? 'warning' : 'enabled',
      errors,
      using,
      matches,
    };
  });
  const used = (service: string) =>
    running.filter((router) => ownService(router) === service).map(({ name }) => name);
  return {
    routers: running.sort((a, b) => b.priority - a.priority || a.name.localeCompare(b.name)),
    services: new Map(
      [...services].map(([name, balancer]) => [
        inProvider(name),
        { ...balancer, name: inProvider(name), usedBy: used(name).sort() },
      ]),
    ),
  };
}

/** A name with the provider that it is of. */
export function inProvider(name: string): string {
  return name.includes('@') ? name : `${name}@swarm`;
}

function ownService({ service }: Router): string {
  return service.replace(/@swarm$/, '');
}
