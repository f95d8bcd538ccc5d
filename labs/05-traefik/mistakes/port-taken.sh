#!/bin/sh
# mistake: Another service has port 80 already, so Traefik was refused.
# fails: entry-point
# hint: taken
set -eu

docker network inspect frontend >/dev/null 2>&1 || docker network create --driver overlay frontend >/dev/null
docker service inspect web >/dev/null 2>&1 || docker service create --quiet --detach --no-resolve-image \
  --name web --label swarmlab.lab=05-traefik --publish 80:4567 localhost/whoami:1 >/dev/null
# The engine says: port '80' is already in use by service 'web'.
# Without the image there is no Traefik to make the mistake with.
if docker image inspect localhost/traefik:3.6 >/dev/null 2>&1; then
  docker service create --quiet --detach --no-resolve-image --name traefik --network frontend \
    --constraint node.role==manager --publish 80:80 --publish 8080:8080 \
    --mount type=bind,source=/var/run/docker.sock,target=/var/run/docker.sock,readonly \
    localhost/traefik:3.6 \
    --providers.swarm.endpoint=unix:///var/run/docker.sock --providers.swarm.exposedbydefault=false \
    --providers.swarm.network=frontend --providers.swarm.refreshSeconds=5 --entrypoints.web.address=:80 --api.insecure=true >/dev/null 2>&1 || :
fi
docker service update --quiet --detach --no-resolve-image --update-parallelism 0 --network-add frontend \
  --label-add traefik.enable=true \
  --label-add 'traefik.http.routers.counter.rule=Host(`counter.swarm.test`)' \
  --label-add traefik.http.services.counter.loadbalancer.server.port=4567 \
  counter >/dev/null
