#!/bin/sh
# mistake: looks right: the secret is a file and is served, but the password stands in a variable as well
# fails: nowhere-else
# hint: in-environment
echo 'this is my new password!' | docker secret create my-password-2 -
docker service create --quiet --detach --no-resolve-image --name secret --publish 4569:4567 \
  --secret source=my-password-2,target=my-password --env SECRET_PATH=/run/secrets/my-password \
  --env PASSWORD='this is my new password!' localhost/secret:1
