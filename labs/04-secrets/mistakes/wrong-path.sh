#!/bin/sh
# mistake: SECRET_PATH names another file than the secret's
# fails: served
# hint: wrong-path
echo 'this is my password!' | docker secret create my-password -
docker service create --quiet --detach --no-resolve-image --name secret --publish 4569:4567 \
  --secret my-password --env SECRET_PATH=/run/secrets/password localhost/secret:1
