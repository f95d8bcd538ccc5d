#!/bin/sh
# mistake: the secret was made, but the service does not get it
# fails: mounted
# hint: not-attached
echo 'this is my password!' | docker secret create my-password -
docker service create --quiet --detach --no-resolve-image --name secret --publish 4569:4567 \
  --env SECRET_PATH=/run/secrets/my-password localhost/secret:1
