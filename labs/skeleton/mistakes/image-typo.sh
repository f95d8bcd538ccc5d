#!/bin/sh
# mistake: Mistyped the image's name, so that every task is rejected.
# fails: converged
# hint: image
docker service rm @NAME@ >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name @NAME@ --replicas 2 --publish @PORT@:4567 localhost/whoam:1
