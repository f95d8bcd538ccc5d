#!/bin/sh
# mistake: looks right: redis is a plain container on backend that answers to the name; no service keeps it running
# fails: redis-runs
# hint: absent
docker network create --driver overlay --attachable backend
docker run --detach --name redis --network backend --label swarmlab.lab=03-counter localhost/redis:8.0
docker service create --quiet --detach --no-resolve-image --name counter --replicas 3 --network backend \
  --env REDIS_HOST=redis --publish 4568:4567 localhost/counter:1
