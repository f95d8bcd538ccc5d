#!/bin/sh
# mistake: looks right: the new password is served, but under a target of its own, so the service had to be told
# fails: mounted
# hint: other-target
echo 'this is my new password!' | docker secret create my-password-2 -
docker service create --quiet --detach --no-resolve-image --name secret --publish 4569:4567 \
  --secret my-password-2 --env SECRET_PATH=/run/secrets/my-password-2 localhost/secret:1
