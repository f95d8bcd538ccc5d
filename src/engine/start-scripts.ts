import { keepProgram, keepScript } from './keep-engine.ts';
import { dockerdCommand, runsFunction } from './processes.ts';
import { containerdConfig, containerdUnit, dockerUnit, unitFolder } from './units.ts';
import { waitProgram, waitScript } from './wait-for-managers.ts';

/** Where an engine that no systemd looks after writes its log. */
export const logFolder = '/var/log/swarmlab';
const runFolder = '/run/swarmlab';

/**
 * What every script here begins with. `ask SECONDS`: whether the engine answers. It listens long before it answers, so one
 * patient question replaces polling. `put FILE`: writes stdin there if it differs, and says so by success.
 */
const prelude = `
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
socket=/var/run/docker.sock
umask 022
ask() {
  if command -v curl >/dev/null 2>&1
  then curl -sf -o /dev/null --max-time "$1" --unix-socket $socket http://localhost/_ping
  else timeout "$1" docker -H unix://$socket version >/dev/null 2>&1; fi
}
put() {
  cat >"$1.part-$$" || exit 1
  if cmp -s "$1.part-$$" "$1"; then rm -f "$1.part-$$"; return 1; fi
  mv -f "$1.part-$$" "$1" || exit 1
}
mkdir -p /etc/swarmlab
put /etc/swarmlab/containerd.toml <<'END'
${containerdConfig()}END
`;

/** `alive NAME`: whether the process we started, or one of that name that the engine's own pid file names, runs. `end NAME` ends it, in 30 s at most. */
const processes = `
run=${runFolder} log=${logFolder}
mkdir -p $run $log
exec 9>$run/lock
flock -w 120 9 || { echo "another start of the engine does not end" >&2; exit 1; }
${runsFunction}
alive() {
  for file in "$run/$1.pid" /var/run/docker.pid; do
    pid=$(cat "$file" 2>/dev/null) && [ -n "$pid" ] && runs "$pid" "$1" && return 0
  done
  return 1
}
end() {
  alive "$1" || return 0
  kill "$pid"
  for _ in $(seq 300); do runs "$pid" "$1" || break; sleep 0.1; done
  runs "$pid" "$1" && kill -9 "$pid"
  rm -f "$run/$1.pid"
}
`;

/**
 * `$1` = restart: end a running engine first. containerd is started before dockerd, which is told where it is.
 * `$2`: seconds until an engine that does not answer is given up.
 */
export const startScript = `${prelude}${processes}
give_up() { tail -c +$((from + 1)) $log/dockerd.log | tail -n 80 >&2; exit 1; }
trim() { : >>"$log/$1.log"; [ "$(wc -c <"$log/$1.log")" -lt 10000000 ] || { mv -f "$log/$1.log" "$log/$1.log.1"; : >"$log/$1.log"; }; }
launch() {
  name=$1; shift
  setsid "$name" "$@" >>"$log/$name.log" 2>&1 </dev/null 9>&- &
  echo $! >"$run/$name.pid"
  for _ in $(seq 200); do if runs $! "$name" || ! [ -d /proc/$! ]; then break; fi; sleep 0.01; done
}
launch_containerd() {
  rm -f /run/containerd/containerd.sock
  trim containerd
  launch containerd --config /etc/swarmlab/containerd.toml
  for _ in $(seq 500); do
    [ -S /run/containerd/containerd.sock ] && return
    alive containerd || { tail -n 20 $log/containerd.log >&2; exit 1; }
    sleep 0.01
  done
}
outdated() { alive dockerd && [ "$(readlink "/proc/$pid/exe")" != "$(readlink -f "$(command -v dockerd)")" ]; }
if [ "$1" = restart ] || outdated; then end dockerd; end containerd; fi
trim dockerd
from=$(wc -c <$log/dockerd.log)
said=running
if alive dockerd; then
  if [ -e $run/containerd.pid ] && ! alive containerd; then launch_containerd; fi
else
  if [ -S $socket ] && ask 5; then echo running; exit; fi
  said=started
  ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
  alive containerd || launch_containerd
  rm -f $socket
  launch ${dockerdCommand}
  put ${keepProgram} <<'END'
${keepScript(runFolder, logFolder)}END
  chmod 755 ${keepProgram}
  setsid ${keepProgram} "$(cat $run/dockerd.pid)" </dev/null >/dev/null 2>&1 9>&- &
fi
until=$(($(date +%s) + $2))
while :; do
  [ -S $socket ] && ask "$2" && break
  alive dockerd || give_up
  [ "$(date +%s)" -lt $until ] || { echo "level=fatal msg=\\"no answer within $2 s\\"" >>$log/dockerd.log; give_up; }
  sleep 0.02
done
echo $said
`;

/** The same where there is systemd. `$3` = ours: our units are written; otherwise the machine's own are used. */
export const startWithSystemdScript = `${prelude}
changed=
if [ "$3" = ours ]; then
put ${waitProgram} <<'END'
${waitScript()}END
chmod 755 ${waitProgram}
put ${unitFolder}/containerd.service <<'END' && changed=yes
${containerdUnit()}END
put ${unitFolder}/docker.service <<'END' && changed=yes
${dockerUnit()}END
[ -z "$changed" ] || systemctl daemon-reload
systemctl enable -q containerd.service
fi
systemctl is-active -q docker.service && said=running || said=started
systemctl enable -q docker.service
if [ "$3" = ours ] && [ $said = running ]; then
  runs=$(readlink "/proc/$(systemctl show -p MainPID --value docker.service)/exe")
  [ "$runs" = "$(readlink -f /usr/local/bin/dockerd)" ] || said=old
fi
if [ $said = old ]; then said=started; systemctl restart containerd.service docker.service
elif [ "$1" = restart ] && [ $said = running ]; then said=started; systemctl restart docker.service
else systemctl start docker.service; fi ||
  { journalctl -u docker -u containerd -n 80 -o cat --no-pager >&2; exit 1; }
ask "$2" || { journalctl -u docker -n 80 -o cat --no-pager >&2; echo "no answer within $2 s" >&2; exit 1; }
echo $said
`;

/** Ends the engine and containerd; containers are stopped by the engine on its way out. */
export const stopScript = `${prelude}${processes}
end dockerd
end containerd
`;

export const stopWithSystemdScript =
  'systemctl stop docker.service docker.socket containerd.service 2>/dev/null; ! systemctl is-active -q docker.service';
