#!/bin/sh
# Solves the lab; runs on a manager. It can be run again, and it replaces a service that is not the one asked for.
# usage: solution.sh
set -eu

wanted='localhost/whoami:1 replicas 1 ports 4567->4567/ingress'
seen=$(docker service inspect whoami --format '{{.Spec.TaskTemplate.ContainerSpec.Image}} '\
'replicas {{.Spec.Mode.Replicated.Replicas}} '\
'ports{{range .Endpoint.Ports}} {{.PublishedPort}}->{{.TargetPort}}/{{.PublishMode}}{{end}}' 2>/dev/null) || seen=
[ "$seen" != "$wanted" ] || exit 0

if docker service inspect whoami >/dev/null 2>&1; then docker service rm whoami >/dev/null; fi
# --no-resolve-image: every node has the image already and no registry does, so there is nothing to look up.
docker service create --quiet --no-resolve-image --name whoami --publish 4567:4567 localhost/whoami:1
