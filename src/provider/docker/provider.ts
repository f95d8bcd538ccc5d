import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import type { Endpoint } from '../../transport/runner.ts';
import type { ProviderContext } from '../context.ts';
import type { MachineState, Provider, Report } from '../provider.ts';
import { coalesce, onceKnown } from './coalesce.ts';
import { destroyCluster, stopCluster, stopMachines } from './destroy.ts';
import { dockerCli, outputLines } from './docker-cli.ts';
import { createFabric } from './fabric.ts';
import { prepareGround } from './ground.ts';
import { removeNodeImages } from './image.ts';
import { type Container, inspectContainers } from './inspect.ts';
import { completeMachine, createMachine, startMachine } from './machine.ts';
import { type ClusterIdentity, fabricName, filterFlags, machineName } from './names.ts';
import { refuseNamesake } from './namesake.ts';
import { dockerEndpoint, reachThrough } from './reach.ts';
import { dockerSnapshots } from './snapshots.ts';

/** Machines that are system containers on one Docker host. A second `ensure` of all costs two docker commands in all. */
export function dockerProvider(options: ProviderContext): Provider {
  const { topology, folder, cacheFolder, clusterId, keyFile, publicKey, plantHostKey, runner, env, kit } =
    options;
  const { cluster, nodes, network } = topology;
  const identity: ClusterIdentity = { cluster, clusterId, folder };
  const docker = dockerCli(runner);
  const fabric = createFabric(docker, identity);
  const planned = [...nodes.map(({ name }) => machineName(cluster, name)), fabricName(cluster)];

  const survey = coalesce(async () => {
    const seen = await inspectContainers(docker, planned);
    refuseNamesake(seen, identity);
    return seen;
  });
  const connected = coalesce(() => fabric.connected());
  const prepare = coalesce((report: Report, fabricStatus: string | undefined) =>
    prepareGround({ docker, runner, cacheFolder, fabric, fabricStatus, report, kit }),
  );
  /** Whether the lab network's container ran when machines were listed last: then it can be asked without looking first. */
  let fabricRan = false;
  const reach = onceKnown(async () => reachThrough(await dockerEndpoint(docker, env)));

  const endpointOf = async (name: string, { sshPort }: Container): Promise<Endpoint> => {
    if (sshPort === undefined) throw notRunning(name);
    return { ...(await reach())(sshPort), user: topology.docker.user, keyFile };
  };

  const planOf = (name: string) => {
    const plan = nodes.find((node) => node.name === name);
    if (!plan) throw new Error(`${name} is not in the plan`);
    return plan;
  };

  const inspectOne = async (name: string): Promise<Container | undefined> => {
    const container = machineName(cluster, name);
    const seen = await inspectContainers(docker, [container]);
    refuseNamesake(seen, identity);
    return seen.get(container);
  };

  return {
    ownsMachines: true,

    list: coalesce(async () => {
      const args = ['ps', '--all', ...filterFlags(identity), '--format', '{{.Names}} {{.State}}'];
      const listed = await docker.must(args, { what: t`could not list the machines` });
      const states = new Map(outputLines(listed).map((line) => line.split(' ') as [string, string]));
      fabricRan = states.get(fabricName(cluster)) === 'running';
      return new Map(nodes.map(({ name }) => [name, stateOf(states.get(machineName(cluster, name)))]));
    }),

    async ensure(name, report) {
      const plan = planOf(name);
      const ahead = fabricRan ? connected() : undefined;
      // It may have gone since: then nobody asks for the answer, or it is asked for anew.
      ahead?.catch(() => {});
      const [seen] = await Promise.all([survey(), reach()]);
      const fabricStatus = seen.get(fabricName(cluster))?.status;
      let machine = seen.get(machineName(cluster, name));
      if (
        machine?.status === 'running' &&
        fabricStatus === 'running' &&
        (await (ahead?.catch(connected) ?? connected())).has(machine.pid)
      ) {
        return endpointOf(name, machine);
      }
      const { image, privileges, limits } = await prepare(report, fabricStatus);
      if (machine === undefined) {
        report(t`making the machine`);
        await createMachine(docker, identity, { name, image, privileges, ...limits(plan) });
      }
      if (machine?.status !== 'running') {
        report(t`starting the machine`);
        await startMachine(docker, identity, name, machine?.status);
      }
      machine = await inspectOne(name);
      if (machine?.status !== 'running') throw notRunning(name);
      report(t`connecting it to the lab network`);
      await fabric.lay(machine.pid, plan.address);
      const address = `${plan.address}/${network.subnet.split('/')[1]}`;
      await plantHostKey(name, await completeMachine(docker, identity, { name, address, publicKey }));
      await fabric.plugIn(machine.pid);
      return endpointOf(name, machine);
    },

    async endpoint(name) {
      planOf(name);
      const machine = await inspectOne(name);
      if (machine?.status !== 'running') throw notRunning(name);
      return endpointOf(name, machine);
    },

    // The lab network is in a namespace of its own, and of the machines only SSH is published.
    addressHere: () => undefined,
    stop: (some) => (some ? stopMachines(docker, identity, some) : stopCluster(docker, identity)),
    destroy: () => destroyCluster(docker, identity),
    removeCache: () => removeNodeImages(docker),
    snapshots: dockerSnapshots({
      docker,
      identity,
      nodes,
      async prepare(report) {
        const fabric = (await survey()).get(fabricName(cluster));
        return prepare(report, fabric?.status);
      },
    }),
  };
}

function stateOf(status: string | undefined): MachineState {
  if (status === undefined) return 'missing';
  return status === 'running' ? 'running' : 'stopped';
}

function notRunning(name: string): SwarmlabError {
  return new SwarmlabError('E_NO_MACHINES', t`${name} is not running`, {
    fix: t`Start it with \`swarmlab up\`.`,
    node: name,
  });
}
