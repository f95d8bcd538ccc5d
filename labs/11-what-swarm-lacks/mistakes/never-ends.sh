#!/bin/sh
# mistake: The program of the job is a server, which never ends.
# fails: done
# hint: runs-on
set -eu
docker service rm pieces >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name pieces --mode replicated-job --replicas 6 --max-concurrent 3 \
  localhost/probe:1 httpd -f -p 8080
