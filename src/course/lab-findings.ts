import type * as z from 'zod';
import { nearest } from '../config/nearest.ts';
import type { Finding } from '../config/problem.ts';
import { pathLabel, show, showText } from '../config/show.ts';
import { checkTypes } from './checks/check-types.ts';

type Issue = z.core.$ZodIssue;

const checkTypeNames = checkTypes.map(({ name }) => name);

/** What the schema of lab.yaml says against `root`, as findings for people. */
export function labFindings(issues: readonly Issue[], root: unknown): Finding[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key));
    const value = path.reduce<unknown>(
      (at, part) => (at as Record<string, unknown> | undefined)?.[part],
      root,
    );
    return [{ severity: 'error' as const, path, ...wrong(issue, pathLabel(path) || 'the file', value) }];
  });
}

function unknownKey(path: Finding['path'], key: string): Finding {
  const where = path.length > 0 ? ` in ${pathLabel(path)}` : '';
  const message = `unknown key${where} (got ${showText(key)})`;
  const fix = 'remove it, or see the other labs for how it is spelled';
  return { severity: 'error', path: [...path, key], onKey: true, message, fix };
}

function wrong(issue: Issue, label: string, value: unknown): Pick<Finding, 'message' | 'fix'> {
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'type') {
    const meant = nearest(String(value), checkTypeNames);
    return {
      message: `${label} is no type of check (got ${show(value)})`,
      fix: meant ? `did you mean ${meant}?` : `the types are ${checkTypeNames.join(', ')}`,
    };
  }
  if (value === undefined) return { message: `${label} is missing`, fix: `add it: ${issue.message}` };
  return { message: `${label} is not valid (got ${show(value)})`, fix: issue.message };
}
