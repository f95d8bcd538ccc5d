#!/bin/sh
# mistake: published the port in host mode, so that only the node of the task listens
# fails: published
# hint: host-mode
docker service rm whoami >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name whoami \
  --publish published=4567,target=4567,mode=host localhost/whoami:1
