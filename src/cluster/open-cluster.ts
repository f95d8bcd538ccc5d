import { loadTopology } from '../config/load.ts';
import { ConfigError, type Problem } from '../config/problem.ts';
import { routeProblems } from '../config/routes.ts';
import type { Topology } from '../config/schema.ts';
import { ensureEngineBundle } from '../engine/bundle.ts';
import { ensureImageBundle } from '../images/bundle.ts';
import { ensureThirdParty } from '../images/third-party-bundle.ts';
import { type Kit, kitAt } from '../kit/kit.ts';
import { engineInKit } from '../kit/kit-engine.ts';
import { labImagesInKit, thirdPartyInKit } from '../kit/kit-images.ts';
import { thisComputer } from '../provider/computer.ts';
import { createProvider } from '../provider/create.ts';
import type { Journal } from '../transport/journal.ts';
import { ensureKeyPair } from '../transport/keys.ts';
import { knownHosts as knownHostsIn } from '../transport/known-hosts.ts';
import type { Runner } from '../transport/runner.ts';
import type { Cluster } from './cluster.ts';
import { ClusterState } from './cluster-state.ts';
import { Formation } from './formation.ts';
import { hostRoutes } from './host-routes.ts';
import { ClusterNode } from './node.ts';
import { once, onceEach } from './once.ts';
import type { Workspace } from './workspace.ts';

/** What comes from outside: the ways to act on the world. */
export interface Surroundings {
  local: Runner;
  journal: Journal;
  cacheFolder: string;
  env: NodeJS.ProcessEnv;
  now(): number;
  signal: AbortSignal;
  /** Ids of the labs there are, for the plan's `labs`. */
  labs: readonly string[];
  /** The images that labs use, by the labs' ids or names. */
  imagesOf(labs: readonly string[]): Promise<readonly string[]>;
  /** The offline kit to use, an absolute folder or a URL; `none`: none from now on. When absent, the one that the cluster used last. */
  bundle?: string | undefined;
  version: string;
  fetch?: typeof globalThis.fetch;
}

/** Reads the plan and puts the cluster together; dials nothing yet. Returns the plan's warnings beside it. */
export async function openCluster(
  workspace: Workspace,
  surroundings: Surroundings,
): Promise<{ cluster: Cluster; warnings: readonly Problem[] }> {
  const { local, labs } = surroundings;
  const [{ topology, warnings, locate }, known] = await Promise.all([
    loadTopology(workspace.configFile, { labs: [...labs] }),
    hostRoutes(local),
  ]);
  const routes = routeProblems(topology, known, locate);
  if (routes.some((problem) => problem.severity === 'error'))
    throw new ConfigError(workspace.configFile, routes);
  return {
    cluster: await assembleCluster(workspace, topology, surroundings),
    warnings: [...warnings, ...routes],
  };
}

/** Puts the cluster of a plan together; dials nothing yet. */
export async function assembleCluster(
  workspace: Workspace,
  topology: Topology,
  surroundings: Surroundings,
): Promise<Cluster> {
  const { local, journal, cacheFolder, env, now, signal, imagesOf } = surroundings;
  const state = await ClusterState.open(workspace.stateFile);
  const { publicLine } = await ensureKeyPair(workspace.stateFolder);
  const knownHosts = knownHostsIn(workspace.knownHostsFile);
  const nodes = topology.nodes.map((plan) => new ClusterNode(plan));
  const { folder, keyFile } = workspace;
  const kit = chooseKit(surroundings, state);
  const provider = createProvider({
    topology,
    folder,
    cacheFolder,
    clusterId: state.clusterId,
    keyFile,
    publicKey: publicLine,
    plantHostKey: async (name, keyLine) => knownHosts.expect(name, keyLine),
    forgetHostKey: (name) => knownHosts.forget(name),
    runner: local,
    env,
    kit,
  });
  const sources = { cacheFolder, runner: local, signal };
  let chosen: Promise<readonly string[]> | undefined;
  let checked: Promise<void> | undefined;
  return {
    topology,
    workspace,
    nodes,
    provider,
    local,
    knownHosts,
    journal,
    state,
    formation: new Formation(nodes),
    kit,
    engineBundle: once((arch, report) =>
      kit
        ? engineInKit(kit, arch, topology.engine, report)
        : ensureEngineBundle({ ...sources, engine: topology.engine, folder, arch, report }),
    ),
    imageBundle: once((arch, report) =>
      kit ? labImagesInKit(kit, arch, report) : ensureImageBundle({ ...sources, arch, report }),
    ),
    thirdPartyImage: onceEach((recipe, arch, report) =>
      kit
        ? thirdPartyInKit(kit, recipe, arch, report)
        : ensureThirdParty(recipe, { ...sources, arch, report }),
    ),
    chosenImages: () => {
      chosen ??= imagesOf(topology.labs);
      return chosen;
    },
    async checkComputer(states) {
      const { preflight } = await import('./doctor/preflight.ts');
      checked ??= preflight({
        topology,
        folder,
        cacheFolder,
        runner: local,
        env,
        computer: thisComputer(),
        states: async () => states,
      });
      return checked;
    },
    now,
    signal,
  };
}

function chooseKit(
  { bundle, cacheFolder, signal, version, fetch = globalThis.fetch }: Surroundings,
  state: ClusterState,
): Kit | undefined {
  if (bundle === 'none') return undefined;
  const reference = bundle === undefined ? state.kit : { from: bundle };
  return reference && kitAt(reference, { cacheFolder, signal, version, fetch });
}
