#!/bin/sh
# Solves the lab; runs on a manager. It can be run again, and it replaces what is not as asked for. Where the images of Traefik
# and Portainer cannot be had, it does the rest and says so.
# usage: solution.sh
set -eu

has_image() { docker image inspect "$1" >/dev/null 2>&1; }
# --no-resolve-image: every node has the image already and no registry does, so there is nothing to look up.
create() { docker service create --quiet --detach --no-resolve-image --network frontend "$@" >/dev/null; }

counter_on_frontend() {
  docker service inspect counter --format '{{range .Spec.TaskTemplate.Networks}}{{.Target}} {{end}}' |
    grep -q "$(docker network inspect frontend --format '{{.Id}}')"
}

driver=$(docker network inspect frontend --format '{{.Driver}}' 2>/dev/null) || driver=
if [ "$driver" != overlay ]; then
  [ -z "$driver" ] || docker network rm frontend >/dev/null
  docker network create --driver overlay frontend >/dev/null
fi

# The counter, which an earlier lab has made: on frontend, with these labels and no others of Traefik's, on port 4568 alone.
labels=$(docker service inspect counter --format '{{range $name, $value := .Spec.Labels}}{{$name}}
{{end}}')
inside=$(docker service inspect counter --format '{{range $name, $value := .Spec.TaskTemplate.ContainerSpec.Labels}}{{$name}}
{{end}}')
ports=$(docker service inspect counter --format '{{range .Endpoint.Ports}}{{.PublishedPort}} {{end}}')
set --
for name in $labels; do
  case $name in
    traefik.enable | traefik.http.routers.counter.rule | traefik.http.services.counter.loadbalancer.server.port) ;;
    traefik.*) set -- "$@" --label-rm "$name" ;;
  esac
done
for name in $inside; do
  case $name in traefik.*) set -- "$@" --container-label-rm "$name" ;; esac
done
[ "$ports" = '4568 ' ] || set -- "$@" --publish-rm 4567 --publish-add 4568:4567
counter_on_frontend || set -- "$@" --network-add frontend
# --update-parallelism 0: all tasks at once, for nobody waits for an answer meanwhile.
docker service update --quiet --detach --no-resolve-image --update-parallelism 0 --replicas 5 "$@" \
  --label-add traefik.enable=true \
  --label-add 'traefik.http.routers.counter.rule=Host(`counter.swarm.test`)' \
  --label-add traefik.http.services.counter.loadbalancer.server.port=4567 \
  counter >/dev/null

if has_image localhost/traefik:3.6; then
  wanted='[node.role==manager] 80->80/ingress 8080->8080/ingress '
  seen=$(docker service inspect traefik --format '{{.Spec.TaskTemplate.Placement.Constraints}} '\
'{{range .Endpoint.Ports}}{{.PublishedPort}}->{{.TargetPort}}/{{.PublishMode}} {{end}}' 2>/dev/null) || seen=
  named=$(docker service inspect traefik --format '{{.Spec.TaskTemplate.ContainerSpec.Args}}' 2>/dev/null) || named=
  case "$seen$named" in "$wanted"*--providers.swarm.network=frontend*) right=yes ;; *) right= ;; esac
  if [ -z "$right" ]; then
    if [ -n "$seen" ]; then docker service rm traefik >/dev/null; fi
    create --name traefik --constraint node.role==manager --publish 80:80 --publish 8080:8080 \
      --mount type=bind,source=/var/run/docker.sock,target=/var/run/docker.sock,readonly \
      localhost/traefik:3.6 \
      --providers.swarm.endpoint=unix:///var/run/docker.sock --providers.swarm.exposedbydefault=false \
      --providers.swarm.network=frontend --providers.swarm.refreshSeconds=5 \
      --entrypoints.web.address=:80 --api.insecure=true
  fi
else
  echo 'left out: the image localhost/traefik:3.6 is not here'
fi

if ! has_image localhost/portainer:2.33; then
  echo 'left out: the image localhost/portainer:2.33 is not here'
elif ! docker service inspect portainer >/dev/null 2>&1; then
  create --name portainer --constraint node.role==manager \
    --mount type=bind,source=/var/run/docker.sock,target=/var/run/docker.sock \
    --label traefik.enable=true \
    --label 'traefik.http.routers.portainer.rule=Host(`portainer.swarm.test`)' \
    --label traefik.http.services.portainer.loadbalancer.server.port=9000 \
    localhost/portainer:2.33
fi
