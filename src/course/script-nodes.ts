import type { Cluster } from '../cluster/cluster.ts';
import { startNodes } from '../cluster/start-nodes.ts';
import type { Runner } from '../transport/runner.ts';
import type { ScriptNode, ScriptNodes } from './lab-script.ts';

/** Nodes that can be reached. */
interface View {
  nodes: readonly { name: string; remote: Pick<Runner, 'run'> }[];
}

/** The nodes for a lab's scripts, the first manager first: a part that names no node runs there. */
export function scriptNodes(cluster: Cluster, view: View): ScriptNodes {
  const managers = new Set(cluster.nodes.filter((node) => node.isManager).map(({ name }) => name));
  const managersFirst = view.nodes.toSorted(
    (a, b) => Number(managers.has(b.name)) - Number(managers.has(a.name)),
  );
  return new Map(managersFirst.map(({ name, remote }) => [name, scriptNode(name, remote, cluster)]));
}

/** Machines that are not ours are turned off and on by whoever they belong to. */
function scriptNode(name: string, remote: Pick<Runner, 'run'>, cluster: Cluster): ScriptNode {
  const isOurs = () => cluster.provider.ownsMachines;
  const stop = () => cluster.provider.stop([name]);
  const start = async () => {
    const nodes = cluster.nodes.filter((node) => node.name === name);
    // A machine that was off may come back at another port: it is found and connected anew.
    for (const node of nodes) node.close();
    await startNodes(cluster, nodes, () => {});
  };
  return {
    run: (command) => remote.run(command),
    get stop() {
      return isOurs() ? stop : undefined;
    },
    get start() {
      return isOurs() ? start : undefined;
    },
  };
}
