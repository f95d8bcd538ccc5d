#!/bin/sh
# mistake: The last command of the job fails, and with it each of its tasks.
# fails: done
# hint: fails
set -eu
docker service rm pieces >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name pieces --mode replicated-job --replicas 6 --max-concurrent 3 \
  localhost/probe:1 sh -c 'echo a piece is done; test -e /done'
