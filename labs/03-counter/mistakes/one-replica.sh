#!/bin/sh
# mistake: --replicas was left out, so one replica counts
# fails: counter-runs
# hint: replicas
docker network create --driver overlay --attachable backend
docker service create --quiet --detach --no-resolve-image --name redis --network backend localhost/redis:8.0
docker service create --quiet --detach --no-resolve-image --name counter --network backend \
  --env REDIS_HOST=redis --publish 4568:4567 localhost/counter:1
