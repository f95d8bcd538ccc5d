#!/bin/sh
# mistake: core-03 was drained instead of stopped: an order, not a failure.
# fails: moved
# hint: drained
set -eu

seen() { docker service ps timecheck --no-trunc --format '{{.Image}} {{.DesiredState}} {{.CurrentState}} {{.Error}}'; }
await() {
  tries=0
  until [ "$(seen | grep -c "^localhost/timecheck:$1 Running Running")" = 3 ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { seen >&2; exit 1; }
    sleep 0.2
  done
}
docker service create --quiet --detach --no-resolve-image --name timecheck --replicas 3 --restart-delay 0s --update-parallelism 0 --update-monitor 1s localhost/timecheck:1.0 >/dev/null
await 1.0
docker container kill $(docker container ls --quiet --filter name=timecheck) >/dev/null
until seen | grep -q 'non-zero exit (137)'; do sleep 0.2; done
await 1.0
docker service update --quiet --detach --no-resolve-image --image localhost/timecheck:2.0 timecheck >/dev/null
await 2.0
docker node update --availability drain core-03 >/dev/null
while [ -n "$(docker service ps timecheck --quiet --filter desired-state=running --filter node=core-03)" ]; do sleep 0.2; done
await 2.0
