#!/bin/sh
# mistake: The container was stopped in peace, so its task is complete and has not failed.
# fails: healed
# hint: stopped
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
docker container stop $(docker container ls --quiet --filter name=timecheck) >/dev/null
until seen | grep -q ' Complete '; do sleep 0.2; done
await 1.0
