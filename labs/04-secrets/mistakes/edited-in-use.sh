#!/bin/sh
# mistake: looks right: the new password is served, but service and secret were removed and made anew to change it
# fails: rotated
# hint: same-secret
echo 'this is my new password!' | docker secret create my-password -
docker service create --quiet --detach --no-resolve-image --name secret --publish 4569:4567 \
  --secret my-password --env SECRET_PATH=/run/secrets/my-password localhost/secret:1
