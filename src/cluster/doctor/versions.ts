import { readFile } from 'node:fs/promises';
import { t } from 'ttag';
import * as z from 'zod';
import { packageFile } from '../../files/package-file.ts';
import type { Verdict } from '../../provider/diagnosis.ts';
import { isAtLeast } from '../../provider/version.ts';

const manifest = z.object({ version: z.string(), engines: z.object({ node: z.string() }) });

/** What package.json says of this program. */
export type Manifest = z.infer<typeof manifest>;

export async function readManifest(): Promise<Manifest> {
  return manifest.parse(JSON.parse(await readFile(packageFile('package.json'), 'utf8')));
}

/** Node.js is one that this program runs on. `node`: as in v22.11.0. */
export function judgeVersions({ version, engines }: Manifest, node: string): Verdict {
  const least = engines.node.replace(/^>=\s*/, '');
  const seen = `swarmlab ${version}, Node.js ${node}`;
  const needed = t`Node.js ${least} or later`;
  if (isAtLeast(node, least)) return { outcome: 'ok', seen, needed };
  return { outcome: 'warn', seen, needed, fix: t`Get a newer Node.js: https://nodejs.org/en/download` };
}
