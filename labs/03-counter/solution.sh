#!/bin/sh
# Solves the lab; runs on a manager. It can be run again, and it replaces what is not as asked for.
# usage: solution.sh
set -eu

# seen KIND NAME FORMAT: what is there, in a line; nothing where there is none.
seen() { docker "$1" inspect "$2" --format "$3" 2>/dev/null || :; }
remove() { if [ -n "$(seen service "$1" '{{.ID}}')" ]; then docker service rm "$1" >/dev/null; fi; }

wanted='overlay swarm true'
if [ "$(seen network backend '{{.Driver}} {{.Scope}} {{.Attachable}}')" != "$wanted" ]; then
  remove counter
  remove redis
  # A network can go only when the last task has left it.
  tries=0
  while [ -n "$(seen network backend '{{.Id}}')" ] && ! docker network rm backend >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ $tries -gt 60 ]; then docker network rm backend; fi
    sleep 0.5
  done
  docker network create --driver overlay --attachable backend >/dev/null
fi
network=$(seen network backend '{{.Id}}')

about='{{.Spec.TaskTemplate.ContainerSpec.Image}} {{.Spec.Mode.Replicated.Replicas}} {{.Spec.EndpointSpec.Mode}}'\
'{{range .Spec.TaskTemplate.Networks}} {{.Target}}{{end}}{{range .Spec.TaskTemplate.ContainerSpec.Env}} {{.}}{{end}}'\
'{{range .Endpoint.Ports}} {{.PublishedPort}}->{{.TargetPort}}/{{.PublishMode}}{{end}}'

# --no-resolve-image: every node has the images already and no registry does, so there is nothing to look up.
if [ "$(seen service redis "$about")" != "localhost/redis:8.0 1 vip $network" ]; then
  remove redis
  docker service create --quiet --detach --no-resolve-image --name redis --network backend localhost/redis:8.0
fi
if [ "$(seen service counter "$about")" != "localhost/counter:1 3 vip $network REDIS_HOST=redis 4568->4567/ingress" ]; then
  remove counter
  docker service create --quiet --detach --no-resolve-image --name counter --network backend --replicas 3 \
    --env REDIS_HOST=redis --publish 4568:4567 localhost/counter:1
fi
