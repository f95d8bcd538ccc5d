import { balanced } from './balanced.ts';
import type { AnyCheckType } from './check-type.ts';
import { closedPort } from './closed-port.ts';
import { configMounted } from './config-mounted.ts';
import { configRotated } from './config-rotated.ts';
import { configServed } from './config-served.ts';
import { dns } from './dns.ts';
import { followsLoad } from './follows-load.ts';
import { globalService } from './global-service.ts';
import { grafanaDashboard, grafanaDataSource } from './grafana.ts';
import { httpEveryNode } from './http-every-node.ts';
import { jobCompleted } from './job-completed.ts';
import { joinedSince } from './joined-since.ts';
import { madeWhileAway } from './made-while-away.ts';
import { managersMade } from './managers-made.ts';
import { metricsQuery } from './metrics-query.ts';
import { metricsTargets } from './metrics-targets.ts';
import { networkCheck } from './network.ts';
import { noDowntime } from './no-downtime.ts';
import { nodeAddresses } from './node-addresses.ts';
import { nodeDownSeen } from './node-down-seen.ts';
import { nodeDrained } from './node-drained.ts';
import { nodeTwins } from './node-twins.ts';
import { nodesReady } from './nodes.ts';
import { portOwner } from './port-owner.ts';
import { portPasses } from './port-passes.ts';
import { portRefuses } from './port-refuses.ts';
import { portainer } from './portainer.ts';
import { proxyNetwork } from './proxy-network.ts';
import { raft } from './raft.ts';
import { redisCounter } from './redis-counter.ts';
import { redisPing } from './redis-ping.ts';
import { rolledBack } from './rolled-back.ts';
import { routedHost } from './routed-host.ts';
import { router } from './router.ts';
import { routerServers } from './router-servers.ts';
import { routingLabelsCheck } from './routing-labels.ts';
import { run } from './run.ts';
import { secretMade } from './secret-made.ts';
import { secretMounted } from './secret-mounted.ts';
import { secretNowhereElse } from './secret-nowhere-else.ts';
import { secretRotated } from './secret-rotated.ts';
import { secretServed } from './secret-served.ts';
import { serviceConverged } from './service-converged.ts';
import { serviceImage } from './service-image.ts';
import { serviceLabels } from './service-labels.ts';
import { serviceLogs } from './service-logs.ts';
import { serviceOnManager } from './service-on-manager.ts';
import { serviceOnNetwork } from './service-on-network.ts';
import { servicePlaced } from './service-placed.ts';
import { servicePublished } from './service-published.ts';
import { serviceReserves } from './service-reserves.ts';
import { swarmFormed } from './swarm-formed.ts';
import { taskHealth } from './task-health.ts';
import { taskReplaced } from './task-replaced.ts';
import { taskSpread } from './task-spread.ts';
import { tasksMoved } from './tasks-moved.ts';
import { udpPasses } from './udp-passes.ts';
import { unroutedHost } from './unrouted-host.ts';

/** Every type of check that a lab.yaml may name. */
export const checkTypes: readonly AnyCheckType[] = [
  swarmFormed,
  nodeAddresses,
  nodesReady,
  nodeTwins,
  raft,
  madeWhileAway,
  managersMade,
  joinedSince,
  nodeDrained,
  serviceConverged,
  servicePublished,
  httpEveryNode,
  portRefuses,
  taskSpread,
  balanced,
  serviceImage,
  noDowntime,
  taskHealth,
  rolledBack,
  taskReplaced,
  serviceLogs,
  tasksMoved,
  portPasses,
  udpPasses,
  serviceOnNetwork,
  serviceOnManager,
  portOwner,
  routingLabelsCheck,
  proxyNetwork,
  router,
  routerServers,
  routedHost,
  unroutedHost,
  portainer,
  closedPort,
  networkCheck,
  dns,
  redisPing,
  redisCounter,
  secretMade,
  secretNowhereElse,
  secretMounted,
  secretServed,
  secretRotated,
  globalService,
  configMounted,
  configServed,
  configRotated,
  servicePlaced,
  serviceLabels,
  serviceReserves,
  metricsTargets,
  metricsQuery,
  nodeDownSeen,
  grafanaDataSource,
  grafanaDashboard,
  jobCompleted,
  followsLoad,
  run,
];

/** The type with this name. */
export function checkTypeNamed(name: string): AnyCheckType | undefined {
  return checkTypes.find((type) => type.name === name);
}
