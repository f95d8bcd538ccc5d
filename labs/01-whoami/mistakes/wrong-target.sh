#!/bin/sh
# mistake: published a port on which the program does not listen
# fails: published
# hint: target
docker service rm whoami >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name whoami --publish 4567:80 localhost/whoami:1
