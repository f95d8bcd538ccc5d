import { createHash, randomBytes } from 'node:crypto';
import pRetry from 'p-retry';
import { t } from 'ttag';
import { hasCode } from '../errors/index.ts';
import { type Failure, mustRun } from '../transport/must-run.ts';
import type { Command } from '../transport/runner.ts';
import type { ClusterNode } from './node.ts';
import { serveScript } from './overlay-server.ts';

/** Network and containers of the probe; they are gone when it ends, and a killed probe's are removed by the next one. */
const probe = 'swarmlab-probe';
/** Larger than any MTU, so that an overlay whose large packets get lost is found out as well. */
const payloadBytes = 64 * 1024;
/** Seconds. */
const patience = 75;

/** One direction that the payload did not make. */
export interface LostPayload {
  from: string;
  to: string;
  /** What came of it, and whether packets of full size cross the overlay that are not TCP's. */
  symptoms: string;
}

/**
 * Proves the overlay: on every node a container serves a payload on an overlay network of the probe's own, and a container on
 * every other node fetches it whole. `image` has a busybox in it. Returns a direction that failed, if any did.
 */
export async function probeOverlay(
  manager: ClusterNode,
  nodes: readonly ClusterNode[],
  image: string,
): Promise<LostPayload | undefined> {
  const token = randomBytes(8).toString('hex');
  try {
    await createNetwork(manager, nodes);
    const addresses = await Promise.all(nodes.map((node) => serve(node, image, token)));
    const directions = nodes.flatMap((from) =>
      nodes.flatMap((to, index) => (to === from ? [] : [{ from, to, address: addresses[index] as string }])),
    );
    const expected = createHash('sha256')
      .update(`${token}\n`.repeat(payloadBytes).slice(0, payloadBytes))
      .digest('hex');
    const fetched = await Promise.all(directions.map(({ from, address }) => fetchPayload(from, address)));
    const lost = directions[fetched.findIndex((sha256) => sha256 !== expected)];
    if (!lost) return undefined;
    const { from, to, address } = lost;
    return { from: from.name, to: to.name, symptoms: await symptoms(from, address) };
  } finally {
    await sweep(manager, nodes);
  }
}

/** A killed probe's network goes after its containers, so where there is none, nothing of one is left that is in the way. */
async function createNetwork(manager: ClusterNode, nodes: readonly ClusterNode[]): Promise<void> {
  const create = `docker network create --driver overlay --attachable --label swarmlab.probe=1 ${probe}`;
  const { exitCode, stderr } = await manager.remote.run({ argv: ['sh', '-c', create], root: true });
  if (exitCode === 0) return;
  if (/already exists/.test(stderr)) await sweep(manager, nodes);
  await sh(manager, create);
}

/** Starts this node's server; returns its address on the overlay. */
async function serve(node: ClusterNode, image: string, token: string): Promise<string> {
  const { stdout } = await sh(node, serveScript({ probe, image, token, bytes: payloadBytes, patience }));
  return stdout.trim();
}

/** The SHA-256 of what arrives. Tries for longer than gossip takes to find lost peers again (60 s). */
async function fetchPayload(from: ClusterNode, address: string): Promise<string> {
  const request = String.raw`printf 'GET /payload HTTP/1.0\r\n\r\n' | nc -w 3 ${address} 8080 | sed '1,/^\r*$/d'`;
  const script = `
    end=$(($(date +%s) + ${patience}))
    while [ $(date +%s) -lt $end ]; do
      size=$(${request} | tee /tmp/from-${address} | wc -c)
      [ "$size" -ge ${payloadBytes} ] && break
      sleep 0.3
    done
    sha256sum < /tmp/from-${address}`;
  return (await inContainer(from, script)).split(' ')[0] ?? '';
}

/**
 * What a script prints in the probe's container. The script itself does not fail: what does is the engine that is to run it, and
 * a busy machine's may fail once (`OCI runtime exec failed: ... connection reset by peer`), which says nothing of the overlay.
 */
async function inContainer(node: ClusterNode, script: string): Promise<string> {
  const command: Command = {
    argv: ['docker', 'exec', '-i', probe, 'sh', '-s'],
    input: script,
    root: true,
    timeout: (patience + 30) * 1000,
  };
  const run = () => mustRun(node.remote, command, failure(node));
  const { stdout } = await pRetry(run, {
    retries: 2,
    minTimeout: 500,
    shouldRetry: ({ error }) => hasCode(error, 'E_DATA_PLANE'),
  });
  return stdout.trim();
}

/** In one line. Ping's packets are as large as the overlay carries: where they cross and TCP does not, no port is closed. */
async function symptoms(from: ClusterNode, address: string): Promise<string> {
  const script = `
    echo "$(wc -c < /tmp/from-${address}) of ${payloadBytes} bytes came by TCP; ping: $(
      ping -c 3 -W 2 -s 1400 ${address} 2>&1 | tail -n 2 | grep transmitted
    )"`;
  return inContainer(from, script);
}

async function sweep(manager: ClusterNode, nodes: readonly ClusterNode[]): Promise<void> {
  const remove = `docker ps -aq --filter label=swarmlab.probe | xargs -r docker rm -f >/dev/null`;
  await Promise.all(nodes.map((node) => sh(node, remove)));
  await sh(
    manager,
    `docker network ls -q --filter label=swarmlab.probe | xargs -r docker network rm >/dev/null`,
  );
  await Promise.all(nodes.map((node) => sh(node, untilGone)));
}

/** A node's own end of the network goes some moments after the network. It takes no address from anybody, so nobody waits long. */
const untilGone = `
  tries=0
  while [ -n "$(docker network ls -q --filter name=^${probe}$)" ] && [ $tries -lt 100 ]; do
    tries=$((tries + 1))
    sleep 0.1
  done`;

function sh(node: ClusterNode, script: string) {
  const command: Command = { argv: ['sh', '-c', script], root: true, timeout: (patience + 60) * 1000 };
  return mustRun(node.remote, command, failure(node));
}

function failure({ name }: ClusterNode): Failure {
  return {
    code: 'E_DATA_PLANE',
    what: t`could not probe the overlay network`,
    fix: t`Run \`swarmlab up\` again; if it stays, look at \`swarmlab logs ${name}\`.`,
    node: name,
  };
}
