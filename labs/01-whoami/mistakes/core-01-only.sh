#!/bin/sh
# mistake: looked at core-01 only: the task runs there, with its port in host mode, so that core-01 answers
# fails: published
# hint: host-mode
docker service rm whoami >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name whoami --constraint node.hostname==core-01 \
  --publish published=4567,target=4567,mode=host localhost/whoami:1
