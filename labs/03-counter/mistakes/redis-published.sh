#!/bin/sh
# mistake: redis is published, open to everybody who reaches a node; the counter counts all the same
# fails: redis-closed
# hint: published
docker network create --driver overlay --attachable backend
docker service create --quiet --detach --no-resolve-image --name redis --network backend --publish 6379:6379 localhost/redis:8.0
docker service create --quiet --detach --no-resolve-image --name counter --replicas 3 --network backend \
  --env REDIS_HOST=redis --publish 4568:4567 localhost/counter:1
