#!/bin/sh
# mistake: looks right: another secret under the same target, but it holds the old password
# fails: new-served
# hint: any
echo 'this is my password!' | docker secret create my-password-2 -
docker service create --quiet --detach --no-resolve-image --name secret --publish 4569:4567 \
  --secret source=my-password-2,target=my-password --env SECRET_PATH=/run/secrets/my-password localhost/secret:1
