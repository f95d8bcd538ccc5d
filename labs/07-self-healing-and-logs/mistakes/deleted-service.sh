#!/bin/sh
# mistake: The service was deleted and made anew in the new version, so its history is gone.
# fails: healed
# hint: deleted
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
docker container kill $(docker container ls --quiet --filter name=timecheck) >/dev/null
until seen | grep -q 'non-zero exit (137)'; do sleep 0.2; done
docker service rm timecheck >/dev/null
docker service create --quiet --detach --no-resolve-image --name timecheck --replicas 3 localhost/timecheck:2.0 >/dev/null
await 2.0
