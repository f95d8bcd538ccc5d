#!/bin/sh
# mistake: Published a port on which the program does not listen.
# fails: published
# hint: target
docker service rm @NAME@ >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name @NAME@ --replicas 2 --publish @PORT@:80 localhost/whoami:1
