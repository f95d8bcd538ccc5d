import { z } from 'zod';
import { type Check, checkOf } from './check-type.ts';
import { httpEveryNode, httpEveryNodeParams } from './http-every-node.ts';
import { portRefuses, portRefusesParams } from './port-refuses.ts';
import { serviceConverged, serviceConvergedParams } from './service-converged.ts';
import { servicePublished, servicePublishedParams } from './service-published.ts';

const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case words with hyphens, as in every-node');

/** A check as lab.yaml gives it: an id of its own in the lab, a type, and the type's parameters. */
export const checkSpec = z.discriminatedUnion('type', [
  serviceConvergedParams.extend({ id, type: z.literal('service-converged') }),
  servicePublishedParams.extend({ id, type: z.literal('service-published') }),
  httpEveryNodeParams.extend({ id, type: z.literal('http-every-node') }),
  portRefusesParams.extend({ id, type: z.literal('port-refuses') }),
]);

export type CheckSpec = z.infer<typeof checkSpec>;

/** The names of all check types. */
export const checkTypeNames: readonly string[] = checkSpec.options.map(({ shape }) => shape.type.value);

/** The check that a lab.yaml entry asks for. */
export function checkFor(spec: CheckSpec): Check {
  switch (spec.type) {
    case 'service-converged':
      return checkOf(serviceConverged, spec);
    case 'service-published':
      return checkOf(servicePublished, spec);
    case 'http-every-node':
      return checkOf(httpEveryNode, spec);
    case 'port-refuses':
      return checkOf(portRefuses, spec);
  }
}
