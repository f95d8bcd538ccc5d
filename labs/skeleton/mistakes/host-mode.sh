#!/bin/sh
# mistake: Published the port in host mode, so that only the nodes of the tasks listen.
# fails: published
# hint: host-mode
docker service rm @NAME@ >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name @NAME@ --replicas 2 \
  --publish published=@PORT@,target=4567,mode=host localhost/whoami:1
