/** Where the script is on a node. */
export const waitProgram = '/usr/local/sbin/swarmlab-wait-for-managers';

/**
 * Run before the engine of a node that systemd starts by itself. All machines of a room boot at once, and a worker's engine
 * that is there before a manager's finds nobody to gossip with and looks again only a minute later: until then its overlays
 * and published ports lead nowhere. So it waits, a minute at most, for a manager that the engine remembers. A manager
 * waits for nobody. `state`: the engine's file, `[{"node_id": ..., "addr": "172.17.8.101:2377"}]`; `seconds`: how long.
 */
export function waitScript(state = '/var/lib/docker/swarm/state.json', seconds = 60): string {
  return `#!/bin/bash
# Written by swarmlab: a worker's engine waits for a manager to gossip with.
[ -s ${state} ] || exit 0
managers=$(grep -o '"addr": *"[^"]*"' ${state} | cut -d'"' -f4 | sed 's/:[0-9]*$//')
for manager in $managers; do
  case " $(ip -o -4 addr show) " in *" $manager/"*) exit 0 ;; esac
done
end=$((SECONDS + ${seconds}))
while [ -n "$managers" ] && [ $SECONDS -lt $end ]; do
  for manager in $managers; do
    timeout 2 bash -c '</dev/tcp/"$0"/7946' "$manager" 2>/dev/null && exit 0
  done
  sleep 0.5
done
exit 0
`;
}
