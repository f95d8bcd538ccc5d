#!/bin/sh
# mistake: the counter was created without --network
# fails: counter-on-backend
# hint: any
docker network create --driver overlay --attachable backend
docker service create --quiet --detach --no-resolve-image --name redis --network backend localhost/redis:8.0
docker service create --quiet --detach --no-resolve-image --name counter --replicas 3 \
  --env REDIS_HOST=redis --publish 4568:4567 localhost/counter:1
