#!/bin/sh
# mistake: Asked for one task.
# fails: converged
# hint: replicas
docker service rm @NAME@ >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name @NAME@ --publish @PORT@:4567 localhost/whoami:1
