import * as z from 'zod';

/** Processor architectures an engine bundle exists for, in Debian's and Docker's words. */
const arches = ['amd64', 'arm64'] as const;
export type Arch = (typeof arches)[number];

/** How a variant of the bundle is compressed. */
export type Compression = 'none' | 'gz' | 'zst';

/** What the tarball holds, under `docker/`: the layout of Docker's official static archives. */
export const binaries = [
  'containerd',
  'containerd-shim-runc-v2',
  'ctr',
  'docker',
  'docker-init',
  'docker-proxy',
  'dockerd',
  'runc',
] as const;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const file = z.object({
  file: z.string().describe('name inside the folder of the bundle'),
  sha256,
  bytes: z.int().positive(),
});

/** What `manifest.json` in a bundle's folder says. */
export const manifestSchema = z.object({
  format: z.literal(1),
  version: z.string().describe('version of the Docker Engine'),
  arch: z.enum(arches),
  source: z.enum(['docker', 'debian', 'file']),
  origin: z.string().describe('URL, suite or file that it was made from'),
  glibc: z.string().optional().describe('oldest C library its programs run with; absent: static programs'),
  madeFrom: z.array(z.object({ name: z.string(), version: z.string().optional(), sha256 })),
  files: z
    .object({ none: file, gz: file.optional(), zst: file.optional() })
    .describe('the same tarball, by compression'),
});

export type Manifest = z.infer<typeof manifestSchema>;
/** One variant of the tarball in a bundle's folder. */
export type BundleFile = z.infer<typeof file>;

/** A short name that is the same wherever the same tarball was made: `28.0.4-0a1b2c3d4e5f`. */
export function bundleId(manifest: Manifest): string {
  return `${manifest.version}-${manifest.files.none.sha256.slice(0, 12)}`;
}
