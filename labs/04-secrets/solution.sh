#!/bin/sh
# Solves the lab; runs on a manager. It can be run again, and it replaces what is not as asked for.
# usage: solution.sh
set -eu

about='{{.Spec.TaskTemplate.ContainerSpec.Image}} {{.Spec.Mode.Replicated.Replicas}}'\
'{{range .Spec.TaskTemplate.ContainerSpec.Env}} {{.}}{{end}}{{range .Spec.TaskTemplate.ContainerSpec.Secrets}}'\
' {{.SecretName}}->{{.File.Name}}{{end}}{{range .Endpoint.Ports}} {{.PublishedPort}}->{{.TargetPort}}/{{.PublishMode}}{{end}}'
wanted='localhost/secret:1 1 SECRET_PATH=/run/secrets/my-password my-password-2->my-password 4569->4567/ingress'
there() { docker "$1" inspect "$2" >/dev/null 2>&1; }

# Nobody can read a secret's value again: only the service can tell whether it is the right one.
if [ "$(docker service inspect secret --format "$about" 2>/dev/null)" = "$wanted" ] && ! there secret my-password &&
  [ "$(curl --silent --max-time 5 http://127.0.0.1:4569/)" = 'this is my new password!' ]; then
  exit 0
fi

if there service secret; then docker service rm secret >/dev/null; fi
for name in my-password my-password-2; do
  if there secret $name; then docker secret rm $name >/dev/null; fi
done

echo 'this is my password!' | docker secret create my-password - >/dev/null
# --no-resolve-image: every node has the image already and no registry does, so there is nothing to look up.
docker service create --quiet --detach --no-resolve-image --name secret --secret my-password --publish 4569:4567 \
  --env SECRET_PATH=/run/secrets/my-password localhost/secret:1

echo 'this is my new password!' | docker secret create my-password-2 - >/dev/null
docker service update --quiet --detach --no-resolve-image --secret-rm my-password \
  --secret-add source=my-password-2,target=my-password secret
docker secret rm my-password
