import { t } from 'ttag';
import * as z from 'zod';
import { SwarmlabError } from '../../errors/index.ts';
import type { Result } from '../../transport/runner.ts';
import type { LabCluster } from '../lab-cluster.ts';
import type { TaskPlace } from './task-places.ts';

// Source: https://docs.docker.com/reference/api/engine/, GET /containers/{id}/json
const inspected = z.object({ State: z.object({ Pid: z.int() }) });

type Place = Pick<TaskPlace, 'node' | 'container'>;

/** The id of a container's first process, as its node numbers it. Throws E_ENGINE_API where the container is gone. */
export async function processOf({ node, container }: Place): Promise<number> {
  const { State } = inspected.parse(await node.engine.get(`/containers/${container}/json`));
  if (State.Pid > 0) return State.Pid;
  const id = container.slice(0, 12);
  throw new SwarmlabError('E_ENGINE_API', t`${node.name}: the container ${id} has just stopped`, {
    fix: t`Ask again.`,
    node: node.name,
  });
}

/** Milliseconds until a command that looks into a container is given up. */
const patience = 8000;

/**
 * Runs a bash script of ours in the network of a container, with the node's own programs: whatever the image has or lacks,
 * and nothing is left behind. `words` are its arguments.
 */
export async function runInNetworkOf(
  place: Place,
  { pace }: Pick<LabCluster, 'pace'>,
  script: string,
  words: readonly string[],
): Promise<Result> {
  const pid = await processOf(place);
  return place.node.remote.run({
    argv: ['nsenter', '--target', `${pid}`, '--net', 'bash', '-c', script, 'probe', ...words],
    root: true,
    timeout: patience * pace,
  });
}
