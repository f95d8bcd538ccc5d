#!/bin/sh
# mistake: looks right: redis and the counter share a network and count, but not the one named backend, which nobody is on
# fails: redis-on-backend
# hint: any
docker network create --driver overlay --attachable backend
docker network create --driver overlay --attachable --label swarmlab.lab=03-counter back-end
docker service create --quiet --detach --no-resolve-image --name redis --network back-end localhost/redis:8.0
docker service create --quiet --detach --no-resolve-image --name counter --replicas 3 --network back-end \
  --env REDIS_HOST=redis --publish 4568:4567 localhost/counter:1
