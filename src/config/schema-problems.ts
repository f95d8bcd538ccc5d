import { t } from 'ttag';
import type * as z from 'zod';
import { missingFix } from './missing-fix.ts';
import { nearest } from './nearest.ts';
import type { Finding, Path } from './problem.ts';
import { topologySchema } from './schema.ts';
import { pathLabel, printable, scalarText, show } from './show.ts';
import { typeFix, typeWord } from './type-fix.ts';
import { unknownKey } from './unknown-key.ts';

type Issue = z.core.$ZodIssue;
/** Gives a scalar as it is written in the file. */
type Written = (path: Path) => string | undefined;

/** What the schema says of a value: the issues as it found them, and the same as findings for people. */
export function schemaFindings(
  root: unknown,
  written: Written,
): { issues: readonly Issue[]; findings: Finding[] } {
  const issues = topologySchema.safeParse(root).error?.issues ?? [];
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => unknownKey(asPath(issue.path), key)) : [],
  );
  // A misspelt key is not also reported as missing.
  const misspelt = new Set(unknown.flatMap(({ meant }) => meant ?? []));
  const findings = issues
    .filter(({ code, path }) => code !== 'unrecognized_keys' && !misspelt.has(pathLabel(asPath(path))))
    .map((issue) => findingOf(issue, root, written));
  return { issues, findings: [...findings, ...unknown.map(({ finding }) => finding)] };
}

function asPath(path: readonly PropertyKey[]): Path {
  return path.map((part) => (typeof part === 'number' ? part : String(part)));
}

function findingOf(issue: Issue, root: unknown, written: Written): Finding {
  const path = asPath(issue.path);
  const found = valueAt(root, path);
  const value = ['number', 'boolean', 'bigint'].includes(typeof found) ? (written(path) ?? found) : found;
  const [message, fix] = value === undefined ? missing(path) : wrong(issue, path, value);
  return { severity: 'error', path, message, fix };
}

function missing(path: Path): [string, string] {
  const key = printable(String(path.at(-1)));
  const where = path.length === 1 ? t`the file` : pathLabel(path.slice(0, -1));
  return [t`${where} lacks ${key}`, missingFix(path)];
}

function wrong(issue: Issue, path: Path, value: unknown): [string, string] {
  const label = pathLabel(path);
  const key = String(path.at(-1));
  const got = show(value);
  switch (issue.code) {
    case 'invalid_value': {
      const known = issue.values.map(String);
      const meant = nearest(scalarText(value), known);
      const [all, better] = [known.join(', '), meant ?? known[0]];
      return [
        known.length === 1
          ? t`${label} must be ${all} (got ${got})`
          : t`${label} must be one of ${all} (got ${got})`,
        valueFix(key, value, known) ?? t`write \`${key}: ${better}\``,
      ];
    }
    case 'invalid_type': {
      const all = typeWord(issue.expected);
      return [t`${label} must be ${all} (got ${got})`, typeFix(issue.expected, path, value)];
    }
    case 'too_small':
    case 'too_big':
      return outOfRange(issue, label, value);
    case 'invalid_format':
      return [t`${label} is not a valid name (got ${got})`, nameFix(issue.message, key, scalarText(value))];
    default:
      return [t`${label} is not valid (got ${got})`, issue.message];
  }
}

function outOfRange(
  issue: Issue & { code: 'too_small' | 'too_big' },
  label: string,
  value: unknown,
): [string, string] {
  const low = issue.code === 'too_small';
  const limit = String(low ? issue.minimum : issue.maximum);
  const got = show(value);
  if (issue.origin === 'string' && low)
    return [t`${label} is empty (got "")`, t`give it a value or remove the line`];
  if (issue.origin === 'string')
    return [t`${label} is longer than ${limit} characters (got ${got})`, t`shorten it`];
  if (issue.origin === 'array') return [t`${label} is empty`, missingFix([label])];
  const most = label.endsWith('memory') ? `${limit} MiB` : limit;
  return low
    ? [t`${label} must be at least ${most} (got ${got})`, t`write at least ${limit}`]
    : [t`${label} must be at most ${most} (got ${got})`, t`write at most ${limit}`];
}

function nameFix(rule: string, key: string, value: string): string {
  const better = value
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  return better ? t`write \`${key}: ${better}\`: ${rule}` : rule;
}

function valueFix(key: string, value: unknown, known: readonly string[]): string | undefined {
  if (typeof value === 'string' && known.includes(value))
    return t`write \`${key}: ${value}\`, without quotes`;
  const box = ['virtualbox', 'libvirt', 'vmware_desktop', 'parallels'].find((name) => name === value);
  if (key === 'provider' && box)
    return t`write \`provider: vagrant\`, and \`provider: ${box}\` under \`vagrant:\``;
  return undefined;
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
