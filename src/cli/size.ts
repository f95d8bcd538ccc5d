/** A number of bytes as people read it: `0.3 MB`, `82 MB`, `1.4 GB`. */
export function size(bytes: number): string {
  const [amount, unit] = bytes < 999.5e6 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit}`;
}
