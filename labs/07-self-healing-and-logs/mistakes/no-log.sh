#!/bin/sh
# mistake: The service's logging driver throws away what the tasks say.
# fails: logs
# hint: driver
set -eu
docker service create --quiet --detach --no-resolve-image --name timecheck --replicas 3 --log-driver none localhost/timecheck:1.0 >/dev/null
