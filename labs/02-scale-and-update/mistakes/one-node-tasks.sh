#!/bin/sh
# mistake: five of five tasks run, but all on core-01, where a constraint keeps them
# fails: spread
# hint: uneven
set -eu
docker service rm whoami >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name whoami --replicas 5 --publish 4567:4567 \
  --constraint node.hostname==core-01 localhost/whoami:1
