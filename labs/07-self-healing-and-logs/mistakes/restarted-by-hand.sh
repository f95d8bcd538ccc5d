#!/bin/sh
# mistake: The container was restarted by hand; its task was over by then, and it runs beside the new one.
# fails: healed
# hint: restarted
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
docker service create --quiet --detach --no-resolve-image --name timecheck --replicas 3 localhost/timecheck:1.0 >/dev/null
await 1.0
docker container restart --time 2 $(docker container ls --quiet --filter name=timecheck) >/dev/null
until seen | grep -q ' Complete '; do sleep 0.2; done
await 1.0
