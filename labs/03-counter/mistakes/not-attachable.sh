#!/bin/sh
# mistake: the network is an overlay network, but only services can use it; the counter counts all the same
# fails: network
# hint: not-attachable
docker network create --driver overlay backend
docker service create --quiet --detach --no-resolve-image --name redis --network backend localhost/redis:8.0
docker service create --quiet --detach --no-resolve-image --name counter --replicas 3 --network backend \
  --env REDIS_HOST=redis --publish 4568:4567 localhost/counter:1
