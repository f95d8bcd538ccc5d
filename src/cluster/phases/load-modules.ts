import { t } from 'ttag';
import { loadModules as load } from '../kernel/load-modules.ts';
import { ipvsModules, type KernelModules, type ModuleState, modulesThatAre } from '../kernel/modules.ts';
import type { NodePhase } from '../phase.ts';

/** A machine with a kernel of its own has the modules that Swarm needs, now and after the next boot. */
export const loadModules: NodePhase = {
  id: 'load-modules',
  get title() {
    return t`Load kernel modules`;
  },
  scope: 'node',
  skip({ facts: { kernel, modules } }) {
    if (!modules.own) return t`no modules of kernel ${kernel} are here, as in a system container`;
    if (!modules.kept || modulesThatAre('loadable', modules).length > 0) return undefined;
    return `${t`loaded and kept`}${meshNote(modules, 'missing')}`;
  },
  async run(node) {
    const { facts } = node;
    const loaded = modulesThatAre('loadable', facts.modules);
    const kernel = await load(node.remote, facts.modules);
    node.gathered({ ...facts, ...kernel });
    // dockerd looks for IPVS once in its life: one that is a member and found none has to look again.
    if (facts.engine && facts.member && kernel.ipvs && !facts.ipvs) node.engineChanged = true;
    const names = loaded.join(', ');
    const what =
      loaded.length > 0
        ? t`loaded ${names}; kept for the next boot`
        : t`loaded already; now kept for the next boot`;
    return `${what}${meshNote(kernel.modules, 'missing', 'loadable')}`;
  },
  async dryRun({ facts: { modules } }) {
    const loadable = modulesThatAre('loadable', modules);
    const names = loadable.join(', ');
    const what =
      loadable.length > 0
        ? t`would load ${names} and keep them for the next boot`
        : t`would keep them for the next boot`;
    return `${what}${meshNote(modules, 'missing')}`;
  },
};

/** Said where a part of IPVS is in one of these states: the routing mesh will be ours. */
function meshNote({ states }: KernelModules, ...lacking: readonly ModuleState[]): string {
  const without = ipvsModules.filter((name) => lacking.includes(states[name]));
  const names = without.join(', ');
  return without.length === 0 ? '' : `; ${t`without ${names}: nftables fill in for IPVS`}`;
}
