import { t } from 'ttag';
import type { Ground, Verdict } from '../../provider/diagnosis.ts';

const known: Readonly<Record<string, string>> = {
  x64: 'amd64',
  x86_64: 'amd64',
  amd64: 'amd64',
  arm64: 'arm64',
  aarch64: 'arm64',
};

/** The processor: engine and images are there for two of them. Which one a box is for is the provider's to say. */
export function judgeArchitecture({ name, arch }: Pick<Ground, 'name' | 'arch'>): Verdict {
  const needed = t`amd64 or arm64`;
  if (arch === '') return { outcome: 'unknown', seen: t`Node.js runs as x64 here, which may be translated` };
  const seen = `${name}: ${known[arch] ?? arch}`;
  if (known[arch]) return { outcome: 'ok', seen, needed };
  const fix = t`Use an amd64 or arm64 computer: Docker Engine and the lab images are made for these two.`;
  return { outcome: 'fatal', seen, needed, fix, code: 'E_VALIDATE' };
}
