import { createHash } from 'node:crypto';
import * as z from 'zod';

/** What a lab knows of a secret value: enough to find it again, not enough to tell it. */
export const fingerprint = z.strictObject({
  /** Hex SHA-256 of the value without a newline at its end. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'use the 64 hex digits that sha256sum prints'),
  /** Its length. */
  bytes: z.int().min(4),
});
export type Fingerprint = z.infer<typeof fingerprint>;

/** Whether a text is the value; one newline at its end is forgiven. */
export function isValue(text: string, { sha256 }: Pick<Fingerprint, 'sha256'>): boolean {
  return hash(Buffer.from(text.replace(/\n$/, ''))) === sha256;
}

/** Whether the value stands anywhere in a text. */
export function holdsValue(text: string, { sha256, bytes }: Fingerprint): boolean {
  const content = Buffer.from(text);
  for (let at = 0; at + bytes <= content.length; at++)
    if (hash(content.subarray(at, at + bytes)) === sha256) return true;
  return false;
}

function hash(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
