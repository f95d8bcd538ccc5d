import * as z from 'zod';

/** As in Dockerfiles: `500ms`, `2s`, `1m`. */
const duration = z.string().regex(/^\d+(ms|s|m)$/);
const milliseconds = { ms: 1, s: 1_000, m: 60_000 } as const;

/** A duration as the Engine API wants it. */
export function nanoseconds(text: string): number {
  const unit = text.replace(/^\d+/, '') as keyof typeof milliseconds;
  return Number.parseInt(text, 10) * milliseconds[unit] * 1_000_000;
}

/** How a container of an image starts and what it offers; the words of a Dockerfile. */
export const imageSettings = z.strictObject({
  env: z.record(z.string(), z.string()).default({}),
  entrypoint: z.array(z.string()).optional(),
  cmd: z.array(z.string()).optional(),
  /** TCP ports it listens on. */
  ports: z.array(z.int()).default([]),
  volumes: z.array(z.string()).default([]),
  user: z.string().optional(),
  workingFolder: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  healthcheck: z
    .strictObject({
      /** `["CMD", program, arguments...]`, or `["CMD-SHELL", a shell line]`. */
      test: z.tuple([z.enum(['CMD', 'CMD-SHELL']), z.string()], z.string()),
      interval: duration.default('30s'),
      timeout: duration.default('30s'),
      startPeriod: duration.default('0s'),
      /** Between two probes in the start period. Default: 5 s, as in Docker; engines before 25 have none. */
      startInterval: duration.optional(),
      retries: z.int().positive().default(3),
    })
    .optional(),
});

export type ImageSettings = z.infer<typeof imageSettings>;
