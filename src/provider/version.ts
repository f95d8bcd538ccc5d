/** Numbers of a version, the weightiest first: [7, 0, 14] of `7.0.14r161095`. */
function versionNumbers(text: string): readonly number[] {
  return (/\d+(\.\d+)*/.exec(text)?.[0] ?? '').split('.').map(Number);
}

/** Whether a version is another one or a later one; what one of them does not say counts as 0. */
export function isAtLeast(version: string, least: string): boolean {
  const [have, want] = [versionNumbers(version), versionNumbers(least)];
  for (let i = 0; i < Math.max(have.length, want.length); i++) {
    const difference = (have[i] ?? 0) - (want[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
