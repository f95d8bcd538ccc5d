#!/bin/sh
# mistake: the service gets the password as a variable, and the secret lies unused
# fails: nowhere-else
# hint: in-environment
echo 'this is my password!' | docker secret create my-password -
docker service create --quiet --detach --no-resolve-image --name secret --publish 4569:4567 \
  --env PASSWORD='this is my password!' --env SECRET_PATH=/run/secrets/my-password localhost/secret:1
