#!/bin/sh
# mistake: mistyped the image's name, so that every task is rejected
# fails: converged
# hint: rejected
docker service rm whoami >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name whoami --publish 4567:4567 localhost/whoam:1
