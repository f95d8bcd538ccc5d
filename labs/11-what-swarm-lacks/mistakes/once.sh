#!/bin/sh
# mistake: The job was run once, and nothing runs it again.
# fails: again
# hint: once
set -eu
docker service rm pieces >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name pieces --mode replicated-job --replicas 6 --max-concurrent 3 \
  localhost/probe:1 echo a piece is done
