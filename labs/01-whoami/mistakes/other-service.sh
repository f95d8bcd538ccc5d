#!/bin/sh
# mistake: whoami publishes nothing; all three nodes answer with a container's id, but that of another service
# fails: published
# hint: not-published
docker service rm whoami front >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name whoami localhost/whoami:1
docker service create --quiet --detach --no-resolve-image --name front --label swarmlab.lab=01-whoami --mode global \
  --publish published=4567,target=4567,mode=host localhost/whoami:1
