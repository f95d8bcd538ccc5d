import { t } from 'ttag';
import { installPrerequisites, type Prerequisite } from '../../engine/prerequisites.ts';
import { type Facts, gatherFacts } from '../facts.ts';
import type { NodePhase } from '../phase.ts';

/** Minimal systems lack what the engine needs. Where it cannot be installed, validation says what to do. */
export const installPackages: NodePhase = {
  id: 'install-packages',
  get title() {
    return t`Install missing packages`;
  },
  scope: 'node',
  skip({ facts }) {
    return missing(facts).length === 0 ? t`nothing is missing` : undefined;
  },
  async run(node, cluster, report) {
    const packages = missing(node.facts);
    const what = packages.join(' and ');
    if (cluster.kit) return t`could not install ${what}: a kit is used, and it has no packages`;
    if (!hasApt(node.facts)) return t`could not install ${what}: there is no apt-get`;
    report(t`installing ${what}`);
    const repair = cluster.provider.ownsMachines;
    const reason = await installPrerequisites(node.remote, packages, { repair });
    if (reason !== undefined) return t`could not install ${what}: ${reason}`;
    node.gathered(await gatherFacts(node.remote, cluster.now));
    const still = missing(node.facts).join(' and ');
    return still === '' ? t`installed ${what}` : t`installed ${what}, but still without ${still}`;
  },
  async dryRun(node, cluster) {
    const { facts } = node;
    const what = missing(facts).join(' and ');
    if (cluster.kit) return t`nothing: the kit has no packages to install ${what} from`;
    if (!hasApt(facts)) return t`nothing: there is no apt-get to install ${what} with`;
    // The phases after this one say what they would do if it goes well.
    node.gathered({ ...facts, tools: new Set([...facts.tools, 'iptables']), appArmorUnusable: false });
    return t`would install ${what}`;
  },
};

function missing({ tools, appArmorUnusable }: Facts): Prerequisite[] {
  return [
    ...(tools.has('iptables') ? [] : (['iptables'] as const)),
    ...(appArmorUnusable ? (['apparmor'] as const) : []),
  ];
}

function hasApt({ tools }: Facts): boolean {
  return tools.has('apt-get');
}
