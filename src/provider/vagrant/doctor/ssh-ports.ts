import { t } from 'ttag';
import type { Verdict } from '../../diagnosis.ts';

/** Where Vagrant looks for a free port when 2222 is taken: `config.vm.usable_port_range`. Source: plugins/kernel_v2/config/vm.rb. */
export const vagrantPorts = Array.from({ length: 51 }, (_, i) => 2200 + i);

/**
 * Ports of this computer that Vagrant leads to the machines' SSH: one for each. They are the only ones that machines want here:
 * the docker provider lets the Docker host choose, `forward` and `open` take another one where theirs is in use.
 */
export function judgePorts(taken: readonly number[], machines: number): Verdict {
  const free = vagrantPorts.length - taken.length;
  const needed = t`${machines} free ports in 2200-2250`;
  const some = `${taken.slice(0, 5).join(', ')}${taken.length > 5 ? '...' : ''}`;
  const seen = some ? t`${free} of 2200-2250 are free; taken: ${some}` : t`${free} of 2200-2250 are free`;
  if (free >= machines) return { outcome: 'ok', seen, needed };
  return {
    outcome: 'fatal',
    seen,
    needed,
    fix: t`End what listens there (\`ss -ltnp\`): mostly machines of other Vagrantfiles, which \`vagrant global-status\` lists.`,
    code: 'E_VAGRANT',
  };
}
