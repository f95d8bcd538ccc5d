#!/bin/sh
# mistake: A container was started by hand instead of a service; nobody wished for it.
# fails: runs
# hint: absent
set -eu
docker run --detach --name timecheck --label swarmlab.lab=07-self-healing-and-logs localhost/timecheck:1.0 >/dev/null
