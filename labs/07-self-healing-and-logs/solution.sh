#!/bin/sh
# Solves the lab; can be run again: what was seen once is not done a second time.
# usage: solution.sh
set -eu

seen() { docker service ps timecheck --no-trunc --format '{{.Image}} {{.DesiredState}} {{.CurrentState}} {{.Error}}' 2>/dev/null; }
running() { seen | grep -c "^localhost/timecheck:$1 Running Running" || :; }
await() {
  tries=0
  until [ "$(running "$1")" = 3 ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { docker service ps timecheck >&2; exit 1; }
    sleep 0.2
  done
}

# --no-resolve-image: every node has the images already and no registry does, so there is nothing to look up.
[ -n "$(seen)" ] ||
  docker service create --quiet --detach --no-resolve-image --name timecheck --replicas 3 localhost/timecheck:1.0 >/dev/null
image=$(docker service inspect timecheck --format '{{.Spec.TaskTemplate.ContainerSpec.Image}}')

if [ "$image" = localhost/timecheck:1.0 ]; then
  await 1.0
  if ! seen | grep -q 'non-zero exit (137)'; then
    docker container kill $(docker container ls --quiet --filter name=timecheck) >/dev/null
    until seen | grep -q 'non-zero exit (137)'; do sleep 0.2; done
    await 1.0
  fi
  docker service update --quiet --detach --no-resolve-image --update-monitor 1s --image localhost/timecheck:2.0 timecheck >/dev/null
fi
await 2.0

# A node that was drained has lost its tasks in another way: it gets its share again first.
if [ "$(docker node inspect core-03 --format '{{.Spec.Availability}}')" != active ]; then
  docker node update --availability active core-03 >/dev/null
  docker service update --quiet --detach --no-resolve-image --force timecheck >/dev/null
  until [ -n "$(docker service ps timecheck --quiet --filter desired-state=running --filter node=core-03)" ]; do sleep 0.2; done
  await 2.0
fi
[ -n "$(docker service ps timecheck --quiet --filter desired-state=running --filter node=core-03)" ] || echo done

# stop: core-03
until docker node ls --format '{{.Hostname}} {{.Status}}' | grep -q 'core-03 Down'; do sleep 0.5; done

# start: core-03
