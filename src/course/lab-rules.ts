import { nearest } from '../config/nearest.ts';
import type { Finding, Path } from '../config/problem.ts';
import { checkTypeNamed } from './checks/check-types.ts';
import type { CheckSpec, LabFile } from './lab-schema.ts';

/** What the parts of a lab.yaml, each good by itself, must be to each other. */
export function labRules({ steps }: LabFile): Finding[] {
  const placed = steps.flatMap(({ checks }, step) =>
    checks.map((spec, at) => ({ spec, path: ['steps', step, 'checks', at] })),
  );
  const earlier: string[] = [];
  return [
    ...sameIds(
      steps.map(({ id }, at) => ({ id, path: ['steps', at, 'id'] })),
      'steps',
    ),
    ...sameIds(
      placed.map(({ spec, path }) => ({ id: spec.id, path: [...path, 'id'] })),
      'checks',
    ),
    ...placed.flatMap(({ spec, path }) => {
      const findings = [...afterEarlier(spec, path, earlier), ...hintRules(spec, path)];
      earlier.push(spec.id);
      return findings;
    }),
  ];
}

function sameIds(placed: readonly { id: string; path: Path }[], what: string): Finding[] {
  return placed.flatMap(({ id, path }, at): Finding[] => {
    if (placed.findIndex((other) => other.id === id) === at) return [];
    return [error(path, `two ${what} have the id ${id}`, 'give one another id')];
  });
}

function afterEarlier({ after }: CheckSpec, path: Path, earlier: readonly string[]): Finding[] {
  return after.flatMap((id, at): Finding[] => {
    if (earlier.includes(id)) return [];
    const fix = `name a check above it: ${earlier.join(', ') || 'there is none'}`;
    return [error([...path, 'after', at], `no check above this one has the id ${id}`, fix)];
  });
}

/** Whatever way a check fails, there is a hint for it, and exactly one. */
function hintRules({ type, hints }: CheckSpec, path: Path): Finding[] {
  const reasons = checkTypeNamed(type)?.reasons ?? [];
  const where = (...rest: Path) => [...path, 'hints', ...rest];
  const told = new Set<string>();
  const findings = sameIds(
    hints.map(({ id }, at) => ({ id, path: where(at, 'id') })),
    'hints',
  );
  for (const [at, { on }] of hints.entries())
    for (const [i, reason] of (on ?? []).entries()) {
      const place = where(at, 'on', i);
      if (!reasons.includes(reason)) {
        const meant = nearest(reason, reasons);
        const fix = meant ? `did you mean ${meant}?` : `its reasons are ${reasons.join(', ')}`;
        findings.push(error(place, `${type} never fails for the reason ${reason}`, fix));
      } else if (told.has(reason)) findings.push(error(place, `two hints are for ${reason}`, 'keep one'));
      told.add(reason);
    }
  const open = hints.flatMap(({ on }, at) => (on ? [] : [at]));
  for (const at of open.slice(1))
    findings.push(
      error(where(at), 'two hints are for any other reason', 'say which reasons one is for, with `on`'),
    );
  const untold = reasons.filter((reason) => !told.has(reason));
  if (open.length === 0 && untold.length > 0 && findings.length === 0)
    findings.push(
      error(
        where(),
        `no hint is for ${untold.join(', ')}`,
        'add one for them, or one without `on` for any other reason',
      ),
    );
  return findings;
}

function error(path: Path, message: string, fix: string): Finding {
  return { severity: 'error', path, message, fix };
}
