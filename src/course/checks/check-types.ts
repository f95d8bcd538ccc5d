import type { AnyCheckType } from './check-type.ts';
import { httpEveryNode } from './http-every-node.ts';
import { portRefuses } from './port-refuses.ts';
import { serviceConverged } from './service-converged.ts';
import { servicePublished } from './service-published.ts';

/** Every type of check that a lab.yaml may name. */
export const checkTypes: readonly AnyCheckType[] = [
  serviceConverged,
  servicePublished,
  httpEveryNode,
  portRefuses,
];

/** The type with this name. */
export function checkTypeNamed(name: string): AnyCheckType | undefined {
  return checkTypes.find((type) => type.name === name);
}
