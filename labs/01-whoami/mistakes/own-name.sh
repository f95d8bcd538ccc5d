#!/bin/sh
# mistake: gave the task a host name of its own; all nodes answer, but no longer say which container did
# fails: every-node
# hint: host-name
docker service rm whoami >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name whoami --hostname whoami --publish 4567:4567 \
  localhost/whoami:1
