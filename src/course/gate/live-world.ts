import type { Cluster } from '../../cluster/cluster.ts';
import { up } from '../../cluster/up.ts';
import { wholeAgain } from '../../cluster/whole-again.ts';
import { checkLab, plainCheckDeadline } from '../check-lab.ts';
import type { Clock } from '../clock.ts';
import { inventory } from '../inventory.ts';
import type { LabCluster } from '../lab-cluster.ts';
import { runLabScript } from '../lab-script.ts';
import { bringTogether, prepareLab } from '../prepare-lab.ts';
import { resetLab } from '../reset.ts';
import { clearScene } from '../scene.ts';
import { scriptNodes } from '../script-nodes.ts';
import { runSolution } from '../solution.ts';
import type { GateWorld } from './gate-world.ts';

/** The gate's view of a real cluster. `view`: the same cluster, opened for checks. */
export function liveWorld(cluster: Cluster, view: LabCluster, clock: Clock): GateWorld {
  const { nodes, signal } = cluster;
  const unobtainable = new Map<string, string>();
  return {
    async reset(lab) {
      if (lab.makes.roles) await wholeAgain(cluster);
      await clearScene(lab, scriptNodes(cluster, view));
      await resetLab(lab, nodes, { clock, signal });
      // The data plane is proven anew for a node that was out: what closed a port is gone, or this says where it is not.
      if (lab.scene) await bringTogether(cluster);
    },
    async prepare(lab) {
      await prepareLab(lab, cluster, view, { clock, unobtainable });
    },
    async restore() {
      await up(cluster, { dissolve: true }, () => {});
      await up(cluster, {}, () => {});
    },
    async solve(lab) {
      await runSolution(lab, scriptNodes(cluster, view));
    },
    async run(lab, script) {
      await runLabScript(lab, script, scriptNodes(cluster, view));
    },
    check(lab, patience) {
      const deadline = Math.max(plainCheckDeadline, patience / view.pace);
      return checkLab(lab, view, { clock, deadline, grace: deadline });
    },
    inventory: () => inventory(nodes),
    now: () => clock.now(),
  };
}
