#!/bin/sh
# mistake: started a container instead of a service; core-01 answers with its id all the same
# fails: converged
# hint: no-service
docker service rm whoami >/dev/null 2>&1 || true
docker rm --force whoami >/dev/null 2>&1 || true
until docker run --detach --name whoami --label swarmlab.lab=01-whoami --publish 4567:4567 localhost/whoami:1; do
  docker rm --force whoami >/dev/null 2>&1
  sleep 0.5
done
