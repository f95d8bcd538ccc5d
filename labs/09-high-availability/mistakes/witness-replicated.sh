#!/bin/sh
# mistake: the witness is one task anywhere, which tells nothing of who was there
# fails: written
# hint: not-global
set -eu
votes() { docker node inspect core-01 core-02 core-03 --format '{{if .ManagerStatus}}{{.ManagerStatus.Reachability}}{{end}}' | grep -c '^reachable$' || :; }

docker node promote core-02 core-03 >/dev/null
tries=0
until [ "$(votes)" = 3 ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 120 ] || exit 1
  sleep 0.5
done
docker service create --quiet --detach --no-resolve-image --name web --mode global --publish 4579:4567 localhost/whoami:1 >/dev/null
docker service create --quiet --detach --no-resolve-image --name witness localhost/whoami:1 >/dev/null
