import { dockerdCommand, runsFunction } from './processes.ts';

/** Where the script is on a node. */
export const keepProgram = '/usr/local/sbin/swarmlab-keep-engine';

/**
 * Starts an engine again that ended by itself, as systemd does where there is one: Docker Engine may crash when a network's services are
 * asked for while its gossip changes (moby/moby#49402), which the mesh fallback does. `$1`: the engine's process, as `$run/dockerd.pid`
 * has it. Whoever ends the engine on purpose takes that file away, under the lock. Of three starts within a minute the last is left as it
 * ends, as by Docker's unit (StartLimitBurst, StartLimitIntervalSec): its log says why.
 */
export function keepScript(run: string, log: string): string {
  return `#!/bin/sh
# Written by swarmlab: starts an engine again that ended by itself. usage: swarmlab-keep-engine PID
pid=$1
engine_is() { [ "$(cat ${run}/dockerd.pid 2>/dev/null)" = "$pid" ]; }
${runsFunction}
since=$(date +%s) starts=1
while sleep 2 && engine_is; do
  runs "$pid" dockerd && continue
  exec 9>${run}/lock && flock 9 && engine_is || exit 0
  now=$(date +%s)
  [ $((now - since)) -lt 60 ] || since=$now starts=0
  if [ $starts -ge 3 ]; then
    echo "level=error msg=\\"swarmlab: the engine ended by itself three times within a minute and is left so\\"" >>${log}/dockerd.log
    exit 1
  fi
  echo "level=warning msg=\\"swarmlab: the engine ended by itself and is started again\\"" >>${log}/dockerd.log
  rm -f /var/run/docker.sock
  setsid ${dockerdCommand} >>${log}/dockerd.log 2>&1 </dev/null 9>&- &
  pid=$! starts=$((starts + 1))
  echo $pid >${run}/dockerd.pid
  exec 9>&-
done
`;
}
