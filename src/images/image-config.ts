import { type ImageSettings, nanoseconds } from './image-settings.ts';
import type { Layer } from './layer.ts';

/** A fixed date, so that ids depend on content alone. */
const created = '2025-01-01T00:00:00Z';

const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The config of an image whose layers are all uncompressed.
 * Sources: OCI image-spec, config.md; Docker image specification v1.2 (Healthcheck).
 */
export function imageConfig(
  arch: 'amd64' | 'arm64',
  settings: ImageSettings,
  layers: readonly Layer[],
): Buffer {
  const { entrypoint, cmd, user, healthcheck, workingFolder, labels } = settings;
  const environment = { PATH: searchPath, ...settings.env };
  const config = {
    ...(user ? { User: user } : {}),
    Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
    ...(entrypoint ? { Entrypoint: entrypoint } : {}),
    ...(cmd ? { Cmd: cmd } : {}),
    ...(settings.ports.length > 0 ? { ExposedPorts: keys(settings.ports.map((port) => `${port}/tcp`)) } : {}),
    ...(settings.volumes.length > 0 ? { Volumes: keys(settings.volumes) } : {}),
    ...(workingFolder ? { WorkingDir: workingFolder } : {}),
    ...(Object.keys(labels).length > 0 ? { Labels: labels } : {}),
    ...(healthcheck
      ? {
          Healthcheck: {
            Test: healthcheck.test,
            Interval: nanoseconds(healthcheck.interval),
            Timeout: nanoseconds(healthcheck.timeout),
            StartPeriod: nanoseconds(healthcheck.startPeriod),
            ...(healthcheck.startInterval ? { StartInterval: nanoseconds(healthcheck.startInterval) } : {}),
            Retries: healthcheck.retries,
          },
        }
      : {}),
  };
  const content = {
    architecture: arch,
    os: 'linux',
    created,
    config,
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    history: layers.map(() => ({ created, created_by: 'swarmlab' })),
  };
  return Buffer.from(JSON.stringify(content));
}

function keys(names: readonly string[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}
