#!/bin/sh
# mistake: REDIS_HOST is localhost, which in a container is the container itself
# fails: counts
# hint: redis-on-localhost
docker network create --driver overlay --attachable backend
docker service create --quiet --detach --no-resolve-image --name redis --network backend localhost/redis:8.0
docker service create --quiet --detach --no-resolve-image --name counter --replicas 3 --network backend \
  --env REDIS_HOST=localhost --publish 4568:4567 localhost/counter:1
