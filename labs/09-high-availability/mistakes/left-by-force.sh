#!/bin/sh
# mistake: a manager was taken out with leave --force instead of demote: it is gone, and its vote still counts
# fails: managers
# hint: left-by-force
set -eu
votes() { docker node inspect core-01 core-02 core-03 --format '{{if .ManagerStatus}}{{.ManagerStatus.Reachability}}{{end}}' | grep -c '^reachable$' || :; }

docker node promote core-02 core-03 >/dev/null
tries=0
until [ "$(votes)" = 3 ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 120 ] || exit 1
  sleep 0.5
done

# on: core-03
docker swarm leave --force >/dev/null || docker swarm leave --force >/dev/null

# on: core-01
# The others need some seconds to see it.
tries=0
until [ "$(docker node inspect core-03 --format '{{.ManagerStatus.Reachability}}')" = unreachable ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || exit 1
  sleep 1
done
