#!/bin/sh
# mistake: No label says which port the counter listens on.
# fails: labels
# hint: no-port
set -eu

docker network inspect frontend >/dev/null 2>&1 || docker network create --driver overlay frontend >/dev/null
# Without the image there is no Traefik to make the mistake with.
if docker image inspect localhost/traefik:3.6 >/dev/null 2>&1; then
  docker service create --quiet --detach --no-resolve-image --name traefik --network frontend \
    --constraint node.role==manager --publish 80:80 --publish 8080:8080 \
    --mount type=bind,source=/var/run/docker.sock,target=/var/run/docker.sock,readonly \
    localhost/traefik:3.6 \
    --providers.swarm.endpoint=unix:///var/run/docker.sock --providers.swarm.exposedbydefault=false \
    --providers.swarm.network=frontend --providers.swarm.refreshSeconds=5 --entrypoints.web.address=:80 --api.insecure=true >/dev/null
fi
docker service update --quiet --detach --no-resolve-image --update-parallelism 0 --network-add frontend \
  --label-add traefik.enable=true \
  --label-add 'traefik.http.routers.counter.rule=Host(`counter.swarm.test`)' \
  counter >/dev/null
