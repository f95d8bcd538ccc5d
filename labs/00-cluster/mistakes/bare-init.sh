#!/bin/sh
# mistake: a bare `docker swarm init` on a machine with two addresses; Docker refuses, and it was not read
# fails: formed
# hint: init
docker swarm init >/dev/null 2>&1 || true
