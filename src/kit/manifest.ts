import * as z from 'zod';

/**
 * Where a file is in the kit, with slashes. It becomes a path on a learner's computer and in a URL, and a kit may come from
 * anybody: no way out of the folder, no hidden name, nothing that a file system or a URL would read in another way.
 */
const kitPath = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._+~-]*(\/[A-Za-z0-9][A-Za-z0-9._+~-]*){0,3}$/);
const arch = z.enum(['amd64', 'arm64']);

const kitFile = z.strictObject({
  path: kitPath,
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  kind: z.enum(['readme', 'tool', 'engine', 'images', 'node-image', 'box']),
  /** Absent: it serves all. */
  arch: arch.optional(),
});

const lackingPart = z.strictObject({
  /** For people, as in `localhost/grafana:12`. */
  what: z.string(),
  /** The path that it would have, or its folder. */
  path: kitPath,
  arch: arch.optional(),
  reason: z.string(),
});

const manifestSchema = z.strictObject({
  format: z.literal(1),
  /** When it was made, as in `2026-11-21T17:12:45.000Z`. */
  created: z.iso.datetime(),
  /** The version of swarmlab that made it, and that it serves. */
  swarmlab: z.string(),
  files: z.array(kitFile),
  /** What was looked for and could not be had. */
  lacking: z.array(lackingPart),
});

/** What `manifest.json` of an offline kit says. */
export type KitManifest = z.infer<typeof manifestSchema>;
/** A file of a kit. */
export type KitFile = z.infer<typeof kitFile>;
/** What a kit would hold if it could have been had. */
export type LackingPart = z.infer<typeof lackingPart>;

export const manifestName = 'manifest.json';

/** The manifest that `text` holds; undefined for any other text. */
export function parseManifest(text: string): KitManifest | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const manifest = manifestSchema.safeParse(json).data;
  // Two names that some file systems take for one.
  const names = manifest?.files.map(({ path }) => path.toLowerCase()) ?? [];
  return new Set([...names, manifestName]).size === names.length + 1 ? manifest : undefined;
}

/** Bytes of all files together. */
export function totalBytes(files: readonly Pick<KitFile, 'bytes'>[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Whether it is something that an operating system leaves in a folder, or on a stick, that it showed to somebody. */
export function isDropping(name: string): boolean {
  return /^(\.DS_Store|\._.*|\.Spotlight-V100|\.Trashes|\.Trash-\d+|\.fseventsd|System Volume Information|\$RECYCLE\.BIN|lost\+found|Thumbs\.db|desktop\.ini)$/i.test(
    name,
  );
}
