#!/bin/sh
# mistake: An ordinary service was made, so what ends is started again, for ever.
# fails: done
# hint: mode
set -eu
docker service rm pieces >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name pieces  --replicas 6 \
  localhost/probe:1 sh -c 'sleep 1; echo a piece is done'
