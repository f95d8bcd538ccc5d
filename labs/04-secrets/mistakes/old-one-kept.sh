#!/bin/sh
# mistake: the service has the new secret, but the old one is still there
# fails: rotated
# hint: old-one-there
echo 'this is my password!' | docker secret create my-password -
echo 'this is my new password!' | docker secret create my-password-2 -
docker service create --quiet --detach --no-resolve-image --name secret --publish 4569:4567 \
  --secret source=my-password-2,target=my-password --env SECRET_PATH=/run/secrets/my-password localhost/secret:1
