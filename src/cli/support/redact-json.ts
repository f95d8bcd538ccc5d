import { redact } from './redact.ts';

/** Keys of the Engine API whose value is a secret or holds one. */
const secretKeys = new Set(
  'Data JoinTokens UnlockKey SigningCAKey SigningCACert CACert Password Auth IdentityToken RegistryToken'.split(
    ' ',
  ),
);
const secretName = /users$|passw|secret|token|credential|[_-]key$|apikey/i;

/** A JSON value out of the Engine API without what is secret in it: names stay, values of environments and payloads go. */
export function redactJson(value: unknown, key = ''): unknown {
  if (secretKeys.has(key) && value) return '***';
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return redactList(value, key);
  if (typeof value !== 'object' || value === null) return value;
  const isLabels = /labels$/i.test(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      isLabels && secretName.test(name) ? '***' : redactJson(one, name),
    ]),
  );
}

function redactList(list: readonly unknown[], key: string): unknown[] {
  if (key === 'Env') return list.map((one) => String(one).replace(/=[\s\S]*/, '=***'));
  if (key !== 'Args' && key !== 'Command') return list.map((one) => redactJson(one, key));
  let follows = false;
  return list.map((one) => {
    const word = String(one);
    const [, flag = '', joined] = /^(--?[\w.-]*)(=)?/.exec(word) ?? [];
    const hide = follows;
    const isSecret = /pass|secret|token|key/i.test(flag);
    follows = isSecret && !joined;
    if (hide && !flag) return '***';
    return isSecret && joined ? `${flag}=***` : redact(word);
  });
}
