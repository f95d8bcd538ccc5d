import type { Cluster } from '../../cluster/cluster.ts';
import { gatherFacts } from '../../cluster/facts.ts';
import type { ClusterNode } from '../../cluster/node.ts';
import { reach } from '../../cluster/reach.ts';
import { within } from '../../cluster/within.ts';
import { engineLog } from '../../engine/start.ts';
import { mustRun } from '../../transport/must-run.ts';
import type { Collection } from './collection.ts';
import { redactTail } from './redact.ts';
import { redactJson } from './redact-json.ts';

/** Lines of each engine's log. */
const logLines = 1000;

/** Adds what the nodes and the swarm say now. `patience`: milliseconds for each question; a node that hangs costs no more. */
export async function addLive(collection: Collection, cluster: Cluster, patience = 15_000): Promise<void> {
  const ask = <T>(work: Promise<T>) => within(patience, work);
  const states = await ask(cluster.provider.list());
  await Promise.all(
    cluster.nodes.map(async (node) => {
      const state = states.get(node.name) ?? 'missing';
      if (state !== 'running') collection.leaveOut(`nodes/${node.name}`, `its machine is ${state}`);
      else await collection.attempt(`nodes/${node.name}`, () => addNode(collection, node, cluster, ask));
    }),
  );
  const manager = cluster.nodes.find((node) => node.hasFacts && node.facts.engine?.control);
  if (manager) await addSwarm(collection, manager, ask);
  else collection.leaveOut('swarm', 'no manager that answers has a say in a swarm');
}

type Ask = <T>(work: Promise<T>) => Promise<T>;

async function addNode(collection: Collection, node: ClusterNode, cluster: Cluster, ask: Ask): Promise<void> {
  const at = `nodes/${node.name}`;
  if (!node.isConnected) await ask(reach(node, cluster, 5_000));
  const facts = await ask(gatherFacts(node.remote, cluster.now));
  node.gathered(facts);
  collection.addJson(`${at}/facts.json`, redactJson({ ...facts, tools: [...facts.tools] }));
  await Promise.all([
    collection.attempt(`${at}/engine.log`, async () => {
      const log = await ask(engineLogOf(node));
      collection.add(`${at}/engine.log`, redactTail(log), `the last ${logLines} lines`);
    }),
    collection.attempt(`${at}/docker-info.json`, async () => {
      collection.addJson(`${at}/docker-info.json`, redactJson(await ask(node.engine.get('/info'))));
    }),
  ]);
}

async function engineLogOf(node: ClusterNode): Promise<string> {
  const { stdout } = await mustRun(
    node.remote,
    // Not into our own log, which would hold it unredacted.
    { ...engineLog(node.facts, { follow: false, tail: logLines }), secret: true },
    {
      code: 'E_NODE_COMMAND',
      what: "its engine's log cannot be read",
      fix: `\`swarmlab ssh ${node.name}\``,
      node: node.name,
    },
  );
  return stdout;
}

// Source: https://docs.docker.com/reference/api/engine/, GET /nodes, /services, /tasks
async function addSwarm(collection: Collection, manager: ClusterNode, ask: Ask): Promise<void> {
  const add = (name: string, path: string, pick = (value: unknown) => value) =>
    collection.attempt(`swarm/${name}.json`, async () => {
      collection.addJson(`swarm/${name}.json`, redactJson(pick(await ask(manager.engine.get(path)))));
    });
  await add('nodes', '/nodes');
  await add('services', '/services?status=true');
  await add('tasks', '/tasks', (tasks) => (tasks as Record<string, unknown>[]).map(taskState));
}

/** What became of a task; what it is like is said by its service. */
function taskState(task: Record<string, unknown>): Record<string, unknown> {
  const { ID, ServiceID, NodeID, Slot, CreatedAt, UpdatedAt, DesiredState, Status } = task;
  return { ID, ServiceID, NodeID, Slot, CreatedAt, UpdatedAt, DesiredState, Status };
}
